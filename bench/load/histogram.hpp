// Counts of durations in buckets that grow with the value: any percentile to a stated error, and adding two of them is
// exact, so that workers and seconds can be put together later.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::load {

using runtime::Duration;

class Histogram {
 public:
  // Below 2^precision_bits microseconds exact; above, a bucket is at most value / 2^precision_bits wide.
  static constexpr unsigned precision_bits = 7;
  static constexpr double error_bound = 1.0 / (1u << precision_bits);
  static constexpr std::int64_t value_max = std::int64_t{1} << 42;  // 50 days in microseconds; more counts as that

  void add(Duration value);
  void add(const Histogram& other);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] Duration min() const { return Duration(empty() ? 0 : min_); }
  [[nodiscard]] Duration max() const { return Duration(max_); }
  [[nodiscard]] Duration mean() const;
  // The least value that at least this share (0 to 1) of all values does not exceed, as the upper edge of its bucket:
  // never better than the truth, worse by at most error_bound.
  [[nodiscard]] Duration percentile(double share) const;

  [[nodiscard]] Duration sum() const;
  // How many values do not exceed this one; those of the bucket that it falls into are left out unless it is their
  // highest, so never too many.
  [[nodiscard]] std::uint64_t count_up_to(Duration value) const;

  // {"min", "max", "sum", "buckets": [[index, count], ...]}
  [[nodiscard]] nlohmann::json to_json() const;
  // False when it is not what to_json() has made; the histogram is empty then.
  [[nodiscard]] bool from_json(const nlohmann::json& json);

 private:
  std::vector<std::uint64_t> counts_;  // as long as the highest bucket needs
  std::uint64_t count_ = 0;
  std::int64_t min_ = 0, max_ = 0;
  double sum_ = 0;
};

}  // namespace chatproof::load
