// Throws bytes at everything that reads what a server sent: each text is taken for every kind of object.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sdk/v2tim/wire_field.hpp"
#include "sdk/v2tim/wire_objects.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chatproof::v2tim;
  const auto object = parse_wire({reinterpret_cast<const char*>(data), size});
  const V2TIMMessage message = message_from_wire(object, "alice");
  (void)to_wire(message);
  (void)profile_from_wire(object);
  for (const char* key : {"messages", "profiles", "statuses", "elements"}) {
    const auto array = array_in(object, key);
    (void)profiles_from_wire(array);
    (void)statuses_from_wire(array);
    for (const auto& one : array) (void)message_from_wire(one, "bob");
  }
  (void)place_in(object, "cursor");
  return 0;
}
