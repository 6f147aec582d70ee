// Curves over time as SVG text: no script, nothing from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::load {

struct Curve {
  std::string name;
  int color = 0;                              // one of curve_colors, by the style sheet's --c0, --c1 ...
  std::vector<std::optional<double>> values;  // by interval; nothing: a gap
};
inline constexpr int curve_colors = 6;

struct Band {  // seconds; of no length: a line
  double from = 0, until = 0;
  std::string text;
};

enum class Scale { linear, logarithmic };

struct Plot {
  std::string title;
  std::string unit;  // behind each value: "ms", "/s", ""
  Scale scale = Scale::linear;
  double interval = 1;  // seconds
  double factor = 1;    // of all values
  std::vector<Curve> curves;
  std::vector<Band> shades, phases;
};

// A <figure> with the picture, its legend, and the values of every interval as tooltips.
[[nodiscard]] std::string draw(const Plot& plot);

}  // namespace chatproof::load
