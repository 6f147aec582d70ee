// Writes the reports of a made-up run, to look at: report_sample DIRECTORY [CASES [CATALOGUE [EVENTS]]]
#include <cstdlib>
#include <iostream>

#include "conformance/report/annotations.hpp"
#include "conformance/report/console.hpp"
#include "conformance/report/tests/sample.hpp"
#include "conformance/report/write.hpp"

int main(int argc, char** argv) {
  namespace report = chatproof::report;
  if (argc < 2) {
    std::cerr << "usage: report_sample DIRECTORY [CASES [CATALOGUE [EVENTS]]]\n";
    return 2;
  }
  const std::size_t cases = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0;
  auto run = cases > 0 ? report::large_run(cases) : report::sample_run();
  auto catalogue = report::sample_catalogue();
  if (argc > 3) {
    auto load = report::load_catalogue(argv[3]);
    for (const auto& error : load.errors) std::cerr << to_string(error) << "\n";
    catalogue = std::move(load.catalogue);
  }
  if (argc > 4) run.cases = {report::long_case(std::strtoul(argv[4], nullptr, 10))};
  const auto written = report::write_reports(argv[1], run, catalogue, report::sample_vocabulary());
  if (!written.error.empty()) {
    std::cerr << written.error << "\n";
    return 1;
  }
  if (cases == 0) {
    std::cout << report::github_annotations(run);
    report::print_outcome(std::cout, run, {});
  }
  std::cout << written.html.string() << "\n";
  return 0;
}
