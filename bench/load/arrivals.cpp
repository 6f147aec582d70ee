#include "bench/load/arrivals.hpp"

#include <algorithm>
#include <cmath>

namespace chatproof::load {
namespace {

// Half a start in: a rate of one per second over two seconds starts at 0.5 s and 1.5 s.
constexpr double first_start = 0.5;
constexpr double rounding = 1e-6;

double seconds(Duration duration) { return static_cast<double>(duration.count()) * 1e-6; }
double starts_in(const RateLine& line) { return (line.from + line.to) / 2 * seconds(line.length); }

// When the line has made this many starts: the root of from*t + slope*t*t/2 = starts.
Duration when(const RateLine& line, double starts) {
  const double length = seconds(line.length);
  const double slope = (line.to - line.from) / length;
  double at = 0;
  if (std::abs(slope) < 1e-12) {
    at = starts / line.from;
  } else {
    // In the form that does not subtract nearly equal numbers.
    const double root = std::sqrt(std::max(0.0, line.from * line.from + 2 * slope * starts));
    at = 2 * starts / (line.from + root);
  }
  return Duration(static_cast<Duration::rep>(std::clamp(at, 0.0, length) * 1e6));
}

}  // namespace

std::uint64_t starts_in(const Rate& rate) {
  double sum = 0;
  for (const RateLine& line : rate) sum += starts_in(line);
  return static_cast<std::uint64_t>(std::floor(sum + first_start + rounding));
}

Rate scaled(Rate rate, double factor) {
  for (RateLine& line : rate) {
    line.from *= factor;
    line.to *= factor;
  }
  return rate;
}

Arrivals::Arrivals(Rate rate, std::uint64_t index, std::uint64_t workers) : rate_(std::move(rate)), workers_(workers) {
  find(index);
}

void Arrivals::pop() {
  if (next_) find(next_->number + workers_);
}

void Arrivals::find(std::uint64_t number) {
  const double wanted = static_cast<double>(number) + first_start;
  next_.reset();
  for (; line_ < rate_.size(); ++line_) {
    const double here = starts_in(rate_[line_]);
    if (wanted <= before_ + here + rounding && here > 0) {
      next_ = Start{number, begins_ + when(rate_[line_], wanted - before_)};
      return;
    }
    before_ += here;
    begins_ += rate_[line_].length;
  }
}

}  // namespace chatproof::load
