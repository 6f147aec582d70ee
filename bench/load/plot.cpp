#include "bench/load/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "conformance/report/text.hpp"

namespace chatproof::load {
namespace {

using report::escape_markup;

// Of the drawing, which is stretched to the room that there is; words lie beside and above it and keep their size.
constexpr double width = 1000, height = 100;
constexpr std::size_t tooltips_max = 600;  // more would only make the file large
constexpr std::size_t gridlines = 5;
constexpr int moments_max = 12;

std::string number(double value, int decimals = 1) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

// As short as it stays clear: 0.25, 3.5, 120, 45k.
std::string label(double value) {
  if (value >= 1e6) return number(value / 1e6, value < 1e7 ? 1 : 0) + "M";
  if (value >= 1e4) return number(value / 1e3, 0) + "k";
  if (value >= 100 || value == std::floor(value)) return number(value, 0);
  return number(value, value < 1 ? 2 : 1);
}

std::string time_label(double milliseconds) {
  if (milliseconds >= 1000) return label(milliseconds / 1000) + " s";
  return milliseconds >= 1 ? label(milliseconds) + " ms" : label(milliseconds * 1000) + " us";
}

std::string value_label(double value, const std::string& unit) {
  if (unit == "ms") return time_label(value);
  return label(value) + (unit.empty() ? "" : " " + unit);
}

// How far into the run: 500 ms, 45 s, 12.5 min, 3 h.
std::string moment_label(double seconds) {
  if (seconds >= 7200) return label(seconds / 3600) + " h";
  if (seconds >= 120) return label(seconds / 60) + " min";
  return label(seconds) + " s";
}

// The distance of at most so many moments, in the units that they are told in.
double moment_step(double seconds, int most) {
  for (const double step : {0.1,   0.2,   0.5,   1.0,    2.0,    5.0,    10.0,   20.0,    30.0,    60.0,
                            120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0, 14400.0, 21600.0, 43200.0})
    if (seconds <= step * most * (1 + 1e-9)) return step;
  return 86400;
}

// 1, 2 or 5 times a power of ten, at least the value.
double round_up(double value) {
  if (value <= 0) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0, 10.0})
    if (value <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}

class Canvas {
 public:
  explicit Canvas(const Plot& plot) : plot_(plot) {
    std::size_t points = 0;
    double least = 0, most = 0;
    bool any = false;
    for (const Curve& curve : plot.curves) {
      points = std::max(points, curve.values.size());
      for (const auto& value : curve.values) {
        if (!value || (logarithmic() && *value <= 0)) continue;
        const double scaled = *value * plot.factor;
        least = any ? std::min(least, scaled) : scaled;
        most = any ? std::max(most, scaled) : scaled;
        any = true;
      }
    }
    points_ = points;
    seconds_ = std::max(1e-9, static_cast<double>(points) * plot.interval);
    if (logarithmic()) {
      low_ = std::floor(std::log10(any ? least : 1));
      high_ = std::max(low_ + 1, std::ceil(std::log10(any ? most : 10) - 1e-9));
    } else {
      step_ = round_up((any ? most : 1) / static_cast<double>(gridlines));
      high_ = std::max(step_, step_ * std::ceil((any ? most : 1) / step_ - 1e-9));
    }
  }

  std::string text() {
    out_ = R"(<div class="plot"><svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label=")" +
           escape_markup(plot_.title) + "\">";
    shades();
    phases();
    grid();
    for (const Curve& curve : plot_.curves) draw_curve(curve);
    if (points_ <= tooltips_max) tooltips();
    return out_ + "</svg>" + words_ + "</div>";
  }

 private:
  [[nodiscard]] bool logarithmic() const { return plot_.scale == Scale::logarithmic; }
  [[nodiscard]] double x(double second) const { return std::clamp(second / seconds_, 0.0, 1.0) * width; }
  [[nodiscard]] double y(double value) const {
    const double place = logarithmic() ? (std::log10(std::max(value, 1e-12)) - low_) / (high_ - low_) : value / high_;
    return height - std::clamp(place, 0.0, 1.0) * height;
  }
  void line(double x1, double y1, double x2, double y2, const char* style) {
    out_ += std::string("<line class=\"") + style + "\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" +
            number(x2) + "\" y2=\"" + number(y2) + "\"/>";
  }
  void rectangle(double from, double until, const char* style, const std::string& what) {
    out_ += std::string("<rect class=\"") + style + "\" x=\"" + number(from) + "\" y=\"0\" width=\"" +
            number(until - from) + "\" height=\"100\"><title>" + escape_markup(what) + "</title></rect>";
  }
  void words(const char* style, const std::string& place, const std::string& what) {
    words_ += std::string("<span class=\"") + style + "\" style=\"" + place + "\">" + escape_markup(what) + "</span>";
  }
  static std::string percent(double value, double of) { return number(value / of * 100) + "%"; }
  // Words of a stretch of time are cut where it ends.
  void words_of(const Band& band, const char* style) {
    const double from = x(band.from), until = band.until > band.from ? x(band.until) : width;
    words(style, "left:" + percent(from, width) + ";max-width:" + percent(until - from, width), band.text);
  }

  void shades() {
    for (const Band& band : plot_.shades) {
      const double from = x(band.from);
      rectangle(from, std::max(from + 1.5, x(band.until)), "shade", band.text);
      words_of(band, "shade-word");
    }
  }
  void phases() {
    for (const Band& band : plot_.phases) {
      if (band.from > 0) line(x(band.from), 0, x(band.from), height, "phase");
      words_of(band, "phase-word");
    }
  }
  void grid() {
    if (logarithmic()) {
      for (double power = low_; power <= high_ + 0.5; ++power) gridline(std::pow(10, power));
    } else {
      for (double value = 0; value <= high_ * (1 + 1e-9); value += step_) gridline(value);
    }
    const double step = moment_step(seconds_, moments_max);
    int count = 0;  // a narrow page leaves every second one out
    for (double second = 0; second <= seconds_ * (1 + 1e-9); second += step)
      words(count++ % 2 == 0 ? "x-word" : "x-word second", "left:" + percent(x(second), width), moment_label(second));
  }
  void gridline(double value) {
    line(0, y(value), width, y(value), "grid");
    words("y-word", "top:" + percent(y(value), height), value_label(value, plot_.unit));
  }

  void draw_curve(const Curve& curve) {
    std::string path;
    bool pen_down = false;
    for (std::size_t i = 0; i < curve.values.size(); ++i) {
      if (!curve.values[i]) {
        pen_down = false;
        continue;
      }
      const bool alone = !pen_down && (i + 1 == curve.values.size() || !curve.values[i + 1]);
      const std::string point =
          number(x((static_cast<double>(i) + 0.5) * plot_.interval)) + ' ' + number(y(*curve.values[i] * plot_.factor));
      path += (pen_down ? "L" : "M") + point + (alone ? "h0.1" : "");  // a point of its own is seen, too
      pen_down = true;
    }
    if (!path.empty())
      out_ += "<path class=\"curve\" style=\"stroke:var(--c" + std::to_string(curve.color % curve_colors) + ")\" d=\"" +
              path + "\"/>";
  }

  void tooltips() {
    for (std::size_t i = 0; i < points_; ++i) {
      const double at = static_cast<double>(i) * plot_.interval;
      std::string what = moment_label(at);
      for (const Curve& curve : plot_.curves)
        if (i < curve.values.size() && curve.values[i])
          what += "\n" + curve.name + ": " + value_label(*curve.values[i] * plot_.factor, plot_.unit);
      rectangle(x(at), x(at + plot_.interval), "tip", what);
    }
  }

  const Plot& plot_;
  std::string out_, words_;
  std::size_t points_ = 0;
  double seconds_ = 1, low_ = 0, high_ = 1, step_ = 1;
};

}  // namespace

std::string draw(const Plot& plot) {
  std::string legend;
  for (const Curve& curve : plot.curves)
    legend += "<span><i style=\"background:var(--c" + std::to_string(curve.color % curve_colors) + ")\"></i>" +
              escape_markup(curve.name) + "</span>";
  return "<figure><figcaption><b>" + escape_markup(plot.title) + "</b><span class=\"legend\">" + legend +
         "</span></figcaption>" + Canvas(plot).text() + "</figure>\n";
}

}  // namespace chatproof::load
