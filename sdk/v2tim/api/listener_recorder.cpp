#include "sdk/v2tim/api/listener_recorder.hpp"

#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/json/convert.hpp"

namespace chatproof::v2tim {

namespace {

/// Gives the values it is called with the names in a signature.
class NamedArguments {
 public:
  explicit NamedArguments(std::string_view signature) : names_(parameter_names(signature)) {}

  template <class... Values>
  nlohmann::json operator()(const Values&... values) const {
    nlohmann::json args = nlohmann::json::object();
    [[maybe_unused]] size_t index = 0;
    ((args[std::string(names_[index++])] = json_of(values)), ...);
    return args;
  }

 private:
  std::vector<std::string_view> names_;
};

}  // namespace

ListenerRecorder::ListenerRecorder(Record record) : record_(std::move(record)) {}

ListenerRecorder::~ListenerRecorder() = default;

#define CALLBACK(LISTENER, NAME, ID, SIGNATURE, ARGUMENTS) \
  void ListenerRecorder::NAME SIGNATURE { record_(#LISTENER, ID, NamedArguments(#SIGNATURE) ARGUMENTS); }
#include "sdk/v2tim/api/callbacks.def"
#undef CALLBACK

}  // namespace chatproof::v2tim
