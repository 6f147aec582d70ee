#include "bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

namespace chatproof::load {
namespace {

constexpr unsigned bits = Histogram::precision_bits;
constexpr std::uint64_t per_octave = 1u << bits;

std::size_t bucket_of(std::int64_t value) {
  const auto v = static_cast<std::uint64_t>(value);
  if (v < per_octave) return static_cast<std::size_t>(v);
  const auto shift = static_cast<unsigned>(std::bit_width(v)) - 1 - bits;
  return static_cast<std::size_t>(per_octave * (shift + 1) + (v >> shift) - per_octave);
}

std::int64_t upper_edge(std::size_t bucket) {
  if (bucket < per_octave) return static_cast<std::int64_t>(bucket);
  const auto shift = bucket / per_octave - 1;
  return static_cast<std::int64_t>(((per_octave + bucket % per_octave + 1) << shift) - 1);
}

const std::size_t bucket_max = bucket_of(Histogram::value_max);

}  // namespace

void Histogram::add(Duration duration) {
  const std::int64_t value = std::clamp<std::int64_t>(duration.count(), 0, value_max);
  const std::size_t bucket = bucket_of(value);
  if (counts_.size() <= bucket) counts_.resize(bucket + 1);
  ++counts_[bucket];
  min_ = empty() ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  sum_ += static_cast<double>(value);
  ++count_;
}

void Histogram::add(const Histogram& other) {
  if (other.empty()) return;
  if (counts_.size() < other.counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  min_ = empty() ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
  count_ += other.count_;
}

Duration Histogram::mean() const {
  return Duration(empty() ? 0 : static_cast<Duration::rep>(std::llround(sum_ / static_cast<double>(count_))));
}

Duration Histogram::percentile(double share) const {
  if (empty()) return Duration{};
  const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_) - 1e-9);
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= rank) return Duration(std::min(upper_edge(i), max_));
  }
  return max();
}

Duration Histogram::sum() const { return Duration(std::llround(sum_)); }

std::uint64_t Histogram::count_up_to(Duration value) const {
  if (value >= max()) return count_;
  std::uint64_t within = 0;
  for (std::size_t i = 0; i < counts_.size() && upper_edge(i) <= value.count(); ++i) within += counts_[i];
  return within;
}

nlohmann::json Histogram::to_json() const {
  auto buckets = nlohmann::json::array();
  for (std::size_t i = 0; i < counts_.size(); ++i)
    if (counts_[i] != 0) buckets.push_back({i, counts_[i]});
  return {{"min", min_}, {"max", max_}, {"sum", sum_}, {"buckets", std::move(buckets)}};
}

bool Histogram::from_json(const nlohmann::json& json) {
  *this = {};
  if (!json.is_object() || !json.contains("buckets") || !json["buckets"].is_array()) return false;
  Histogram read;
  for (const auto& pair : json["buckets"]) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number_unsigned() || !pair[1].is_number_unsigned())
      return false;
    const auto bucket = pair[0].get<std::size_t>();
    if (bucket > bucket_max) return false;
    if (read.counts_.size() <= bucket) read.counts_.resize(bucket + 1);
    read.counts_[bucket] += pair[1].get<std::uint64_t>();
    read.count_ += pair[1].get<std::uint64_t>();
  }
  for (const char* key : {"min", "max", "sum"})
    if (!json.contains(key) || !json[key].is_number()) return false;
  read.min_ = json["min"].get<std::int64_t>();
  read.max_ = json["max"].get<std::int64_t>();
  read.sum_ = json["sum"].get<double>();
  *this = std::move(read);
  return true;
}

}  // namespace chatproof::load
