// The inside of load_profile(): profile.cpp reads the frame, profile_phases.cpp what happens in it and on which server.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/profile.hpp"
#include "conformance/scenario/fields.hpp"

namespace chatproof::load {

inline constexpr std::string_view recovery_metric = "recovery";  // the longest until all were back
// By how much the memory (Pss) of all processes of the server, or of the generator, is larger at the end of a phase
// than at its beginning.
inline constexpr std::string_view server_growth_metric = "serverGrowthMB";
inline constexpr std::string_view generator_growth_metric = "generatorGrowthMB";

class ProfileReader {
 public:
  ProfileReader(Profile& profile, const scenario::Report& report) : profile_(profile), report_(report) {}
  void read(const Json& json);

 private:
  using Fields = scenario::Fields;

  void read_scenario(Fields& fields);
  void read_users(Fields& fields);
  void read_client(Fields& fields);
  void read_thresholds(Fields& fields);
  void read_bound(Fields& fields, const std::string& key, Threshold& threshold);
  void read_search(Fields& fields);
  void read_plant(Fields& fields);
  void check_whole(Fields& fields);

  void read_server(Fields& fields);
  void read_own_server(Fields& fields);
  void read_phases(Fields& fields);
  void read_phase(Fields& fields);
  void read_flow(Fields& fields, const std::string& key, Activity activity, Phase& phase);
  void read_messages(Fields& fields, MessagePlan& plan);
  [[nodiscard]] Rate read_rate(Fields& fields, const std::string& key, Duration length);
  void read_acts(Fields& fields, const Phase& phase);
  void read_faults(Fields& fields, const Phase& phase);
  void read_links(Fields& fields, const Phase& phase);
  // Calls use(member, from) for every object of a list of things that begin "after" the phase does.
  template <class Use>
  void read_list(Fields& fields, const std::string& key, const Phase& phase, const Use& use);

  [[nodiscard]] Duration need_duration(Fields& fields, const std::string& key);
  [[nodiscard]] double real(Fields& fields, const std::string& key, double otherwise, double least, double most);
  // The place of the text in the list; `otherwise` when it is not there, or wrong.
  [[nodiscard]] std::size_t word(Fields& fields, const std::string& key, std::span<const std::string_view> known,
                                 std::size_t otherwise);
  [[nodiscard]] const Phase* find_phase(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> phase_names() const;

  Profile& profile_;
  const scenario::Report& report_;
};

}  // namespace chatproof::load
