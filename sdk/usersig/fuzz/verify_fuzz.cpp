// Any bytes as a ticket, and any bytes as what is inside one: the second half of the road is hardly reached by chance.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/command.hpp"
#include "sdk/usersig/verifier.hpp"

namespace {

void check(std::string_view ticket) {
  static chatproof::usersig::Verifier verifier;
  chatproof::usersig::VerifyParams params;
  params.sdk_app_id = 1400000000;
  params.user_id = "xiaojun";
  params.key = "a key that signed nothing here";
  params.now = 1700000001;
  // Nothing that comes in was signed with this key.
  if (verifier.verify(params, ticket).valid()) std::abort();
  (void)chatproof::usersig::explain(std::string(ticket), std::string(params.key), params.now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace usersig = chatproof::usersig;
  static usersig::Deflater deflater(1);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  check(usersig::base64_encode(deflater.compress(bytes), usersig::Alphabet::ticket));
  return 0;
}
