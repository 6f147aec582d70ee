#include "conformance/mutants/hunt.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "conformance/mutants/defect.hpp"
#include "conformance/mutants/survey.hpp"
#include "conformance/stage/case_runner.hpp"

namespace chatproof::mutants {
namespace {

using check::Verdict;

const std::string world = "sim";

// Runs work(number) for every number below `size`, side by side.
void side_by_side(std::size_t size, unsigned jobs, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < size; i = next++) work(i);
  };
  if (jobs == 0) jobs = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < std::min<std::size_t>(jobs, size); ++t) threads.emplace_back(loop);
  for (auto& thread : threads) thread.join();
}

class Hunter {
 public:
  Hunter(const std::vector<scenario::Scenario>& cases, const HuntOptions& options) : options_(options) {
    for (const auto& one : cases)
      if (!one.skip.contains(world)) cases_.push_back(one);
  }

  template <class Progress>
  Hunt hunt(const Progress& progress) {
    Hunt out;
    out.seed = options_.seed;
    Survey survey(cases_);
    look_around(survey, out, progress);
    out.cases = cases_.size() - out.spoilt.size();
    out.unseen_callbacks = survey.unseen_callbacks();
    if ((out.stopped = options_.stop())) return out;  // what would kill the mutants is not known
    if (out.cases == 0) return out;
    const auto mutants = chosen(survey.mutants());
    std::vector<std::optional<Fate>> fates(mutants.size());
    const auto groups = groups_of(mutants);
    std::mutex telling;
    std::size_t done = 0;
    side_by_side(groups.size(), options_.jobs, [&](std::size_t group) {
      std::vector<std::size_t> killers;
      for (const std::size_t i : groups[group]) {
        fates[i] = fate_of(mutants[i], sorted(survey.candidates(mutants[i]), killers), killers, i);
        if (!fates[i]) return;
        const std::lock_guard lock(telling);
        progress("mutants", ++done, mutants.size());
      }
    });
    out.stopped = done < mutants.size();
    out.left_out = mutants.size() - done;
    for (auto& fate : fates)
      if (fate) out.fates.push_back(std::move(*fate));
    return out;
  }

 private:
  template <class Progress>
  void look_around(Survey& survey, Hunt& out, const Progress& progress) {
    std::mutex telling;
    std::size_t done = 0;
    side_by_side(cases_.size(), options_.jobs, [&](std::size_t i) {
      if (options_.stop()) return;
      const auto result = run(cases_[i], std::nullopt, "case" + std::to_string(i));
      const std::lock_guard lock(telling);
      if (kills(result)) {
        out.spoilt.push_back(result.id);
      } else {
        survey.add(i, result.history);
      }
      progress("cases", ++done, cases_.size());
    });
    std::sort(out.spoilt.begin(), out.spoilt.end());
  }

  // Mutants that are much alike, the fields of one message for instance, meet first what killed the others. A group is
  // hunted by one thread, so that the order is the same in every run.
  static std::vector<std::vector<std::size_t>> groups_of(const std::vector<Mutant>& mutants) {
    std::vector<std::vector<std::size_t>> groups;
    std::map<std::pair<const DefectRow*, std::string>, std::size_t> known;
    for (std::size_t i = 0; i < mutants.size(); ++i) {
      const auto [group, fresh] =
          known.emplace(std::pair(mutants[i].row, name_of_target(mutants[i].target)), groups.size());
      if (fresh) groups.emplace_back();
      groups[group->second].push_back(i);
    }
    return groups;
  }

  static std::vector<std::size_t> sorted(std::vector<std::size_t> candidates, const std::vector<std::size_t>& killers) {
    std::stable_partition(candidates.begin(), candidates.end(), [&](std::size_t candidate) {
      return std::find(killers.begin(), killers.end(), candidate) != killers.end();
    });
    return candidates;
  }

  std::vector<Mutant> chosen(std::vector<Mutant> all) const {
    std::vector<Mutant> out;
    std::size_t number = 0;
    for (Mutant& mutant : all)
      if (mutant.id().find(options_.filter) != std::string::npos && number++ % options_.one_in == 0)
        out.push_back(std::move(mutant));
    return out;
  }

  check::CaseResult run(const scenario::Scenario& scenario, std::optional<Mutant> mutant,
                        const std::string& scratch) const {
    stage::CaseOptions one;
    one.world = world;
    one.seed = options_.seed;
    one.levels = options_.levels;
    one.strict = true;  // a deviation from an inferred requirement shows in every report: it is noticed
    one.scratch = options_.scratch / scratch;
    one.driver = planted(stage::make_sdk_driver, std::move(mutant));
    return stage::run_case(scenario, one);
  }

  static bool kills(const check::CaseResult& result) {
    return result.verdict == Verdict::fail || result.verdict == Verdict::error ||
           result.verdict == Verdict::inconclusive;
  }

  // Nothing when the hunt is stopped before the fate is known.
  std::optional<Fate> fate_of(const Mutant& mutant, const std::vector<std::size_t>& candidates,
                              std::vector<std::size_t>& killers, std::size_t number) const {
    Fate fate;
    fate.mutant = mutant;
    fate.reason = why_equivalent(mutant.id());
    for (const std::size_t candidate : candidates) {
      if (options_.stop()) return std::nullopt;
      ++fate.tried;
      const auto result = run(cases_[candidate], mutant, "mutant" + std::to_string(number));
      if (!kills(result)) continue;
      fate.killer = result.id;
      killers.push_back(candidate);
      fate.kind = fate.reason.empty() ? Fate::Kind::killed : Fate::Kind::misjudged;
      if (!result.findings.empty()) {
        const auto& finding = result.findings.front();
        fate.rule = finding.rule;
        fate.expected = finding.expected;
        fate.observed = finding.observed;
      }
      return fate;
    }
    fate.kind = fate.reason.empty() ? Fate::Kind::survived : Fate::Kind::equivalent;
    return fate;
  }

  const HuntOptions& options_;
  std::vector<scenario::Scenario> cases_;
};

}  // namespace

std::string_view to_string(Fate::Kind kind) {
  static constexpr std::array<std::string_view, 4> names = {"killed", "survived", "equivalent", "misjudged"};
  return names[static_cast<std::size_t>(kind)];
}

std::size_t Hunt::count(Fate::Kind kind) const {
  return static_cast<std::size_t>(
      std::count_if(fates.begin(), fates.end(), [kind](const Fate& fate) { return fate.kind == kind; }));
}

bool Hunt::good() const {
  return !stopped && count(Fate::Kind::killed) > 0 && count(Fate::Kind::survived) == 0 &&
         count(Fate::Kind::misjudged) == 0;
}

Hunt hunt(const std::vector<scenario::Scenario>& cases, const HuntOptions& options,
          const std::function<void(const char*, std::size_t, std::size_t)>& progress) {
  return Hunter(cases, options).hunt(progress);
}

}  // namespace chatproof::mutants
