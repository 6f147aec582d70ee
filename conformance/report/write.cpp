#include "conformance/report/write.hpp"

#include "conformance/process/result_file.hpp"
#include "conformance/report/html.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/junit.hpp"
#include "conformance/report/markdown.hpp"
#include "conformance/report/sarif.hpp"

namespace chatproof::report {
Written write_reports(const std::filesystem::path& directory, const check::RunResult& run, const Catalogue& catalogue,
                      const Vocabulary& vocabulary) {
  Written written{directory / "report.html",  directory / "report.json", directory / "junit.xml",
                  directory / "report.sarif", directory / "summary.md",  {}};
  written.error = process::why_no_directory(directory);
  if (!written.error.empty()) return written;
  const auto write = [&](const std::filesystem::path& path, const std::string& text) {
    if (written.error.empty()) written.error = process::write_result(path, text);
  };
  write(written.html, html_report(run, catalogue, vocabulary));
  write(written.json, json_report(run, catalogue, vocabulary));
  write(written.junit, junit_xml(run));
  write(written.sarif, sarif(run));
  write(written.markdown, markdown(run, catalogue));
  return written;
}

}  // namespace chatproof::report
