#include "sdk/v2tim/api/support_table.hpp"

#include <vector>

#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::v2tim {

namespace {

struct ManagerRow {
  std::string_view manager;
  int method_count = 0;
  std::vector<std::string_view> working;
};

/// In the table's order.
std::vector<ManagerRow> rows_by_manager() {
  std::vector<ManagerRow> rows;
  for (const auto& method : methods()) {
    if (rows.empty() || rows.back().manager != method.manager) rows.push_back({method.manager, 0, {}});
    auto& row = rows.back();
    ++row.method_count;
    if (method.support == Support::working) row.working.push_back(method.id);
  }
  return rows;
}

std::string joined(const std::vector<std::string_view>& ids) {
  std::string text;
  for (const auto id : ids) {
    text += (text.empty() ? "`" : ", `") + std::string(id) + "`";
  }
  return text;
}

}  // namespace

std::string support_table() {
  std::string table = "| Manager | Methods | Working | Which |\n|---|---:|---:|---|\n";
  size_t working_count = 0;
  for (const auto& row : rows_by_manager()) {
    working_count += row.working.size();
    table += "| " + std::string(row.manager) + " | " + std::to_string(row.method_count) + " | " +
             std::to_string(row.working.size()) + " | " + joined(row.working) + " |\n";
  }
  table += "| **all** | " + std::to_string(methods().size()) + " | " + std::to_string(working_count) +
           " | the others check state and arguments, then answer 7013 |\n";
  return table;
}

}  // namespace chatproof::v2tim
