// Tickets whose every byte is known: made with the official algorithm and a frozen clock.
#pragma once

#include <cstdint>
#include <string_view>

namespace chatproof::usersig::vectors {

// The key of all of them, and of the vendor's public demos.
inline constexpr std::string_view key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

struct Vector {
  std::string_view name;
  std::uint32_t sdk_app_id;
  std::string_view user_id;
  std::int64_t time;
  std::int64_t expire;
  int zlib_level;
  std::string_view userbuf_hex;  // empty: none
  std::string_view content;
  std::string_view signature;
  std::string_view json;
  std::string_view ticket;
};

inline constexpr Vector all[] = {
    {"stored, not compressed", 1400000000, "xiaojun", 1700000000, 15552000, 0, "",
     "TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:1700000000\nTLS.expire:15552000\n",
     "LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4=",
     R"({"TLS.ver":"2.0","TLS.identifier":"xiaojun","TLS.sdkappid":1400000000,"TLS.expire":15552000,"TLS.time":1700000000,"TLS.sig":"LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4="})",
     "eAEBqwBU-"
     "3siVExTLnZlciI6IjIuMCIsIlRMUy5pZGVudGlmaWVyIjoieGlhb2p1biIsIlRMUy5zZGthcHBpZCI6MTQwMDAwMDAwMCwiVExTLmV4cGlyZSI6MT"
     "U1NTIwMDAsIlRMUy50aW1lIjoxNzAwMDAwMDAwLCJUTFMuc2lnIjoiTHZBN2QvSXc3Z1NzbnNrdlZ6QkRQT0NDRGJ1TkN3NEdId1RDMGJpcCtCND0"
     "ifa3HMfI_"},
    {"level 6", 1400000000, "xiaojun", 1700000000, 15552000, 6, "",
     "TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:1700000000\nTLS.expire:15552000\n",
     "LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4=",
     R"({"TLS.ver":"2.0","TLS.identifier":"xiaojun","TLS.sdkappid":1400000000,"TLS.expire":15552000,"TLS.time":1700000000,"TLS.sig":"LvA7d/Iw7gSsnskvVzBDPOCCDbuNCw4GHwTC0bip+B4="})",
     "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMikVhRkFqUCxU1NTY3goiWZuSAxc1S1xZnpQJN9y"
     "hzNU-Q9y83Tg4vzirPLwqqcXAL8nZ1dkkr9nMtN3D3KQ5wNkjILtJ1MbJVqAa3HMfI_"},
    {"a one-letter user", 1400000001, "a", 1800000000, 86400, 6, "",
     "TLS.identifier:a\nTLS.sdkappid:1400000001\nTLS.time:1800000000\nTLS.expire:86400\n",
     "2gqflvh/yzp/avYJ789FZUgorPZAMR9btgbiY7oWGwM=",
     R"({"TLS.ver":"2.0","TLS.identifier":"a","TLS.sdkappid":1400000001,"TLS.expire":86400,"TLS.time":1800000000,"TLS.sig":"2gqflvh/yzp/avYJ789FZUgorPZAMR9btgbiY7oWGwM="})",
     "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwolQweKU7MSCgswUJStDEwMIMITIpFYUZBalKllZmAElIEIlmblAAUMLqEKoaHFmOsie9MK0n"
     "LIM-cqqAv3EskgvcwtLt6jQ9PyigChH3yDLpJL0pMxI8-xw93JfW6VaALBHL58_"},
    {"a user of 32 characters", 1400000002, "user_with-32_bytes_0123456789abc", 1750000000, 604800, 6, "",
     "TLS.identifier:user_with-32_bytes_0123456789abc\nTLS.sdkappid:1400000002\nTLS.time:1750000000\nTLS.expire:"
     "604800\n",
     "IUUcbnZFa43GjYcPCGMt6HotrCL3H/MUMWbiIVlG61Y=",
     R"({"TLS.ver":"2.0","TLS.identifier":"user_with-32_bytes_0123456789abc","TLS.sdkappid":1400000002,"TLS.expire":604800,"TLS.time":1750000000,"TLS.sig":"IUUcbnZFa43GjYcPCGMt6HotrCL3H/MUMWbiIVlG61Y="})",
     "eJwtjVsLgkAUhP-LPpftzdWEnoRUUAjKwl7E1a1OF5N1uxH990Sdt-lmzpkv2sRr66k08hC1MJr0HipVGzhAjx*t0vkLzGnKaC4-"
     "RrU5JpRxWzjuvJDleNNWl6JpoEIe4XgQHRL1bkAr5AnMXYwHZuDWEeLYY3X8AcduMErTUtb7ZcFZcM7KlR8kRoR3o-"
     "2YhbMkTXYSou01ECRboN8fvpY4tg__"},
    {"with a room permission", 1400000000, "xiaojun", 1700000000, 15552000, 6,
     "0000077869616f6a756e53724e000000271066413f00000000ff00000000",
     "TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:1700000000\nTLS.expire:15552000\nTLS.userbuf:"
     "AAAHeGlhb2p1blNyTgAAACcQZkE/AAAAAP8AAAAA\n",
     "y9Avb5xwHgIgoABbGakLaE0xs+v/dLcIPegbWfcbRLI=",
     R"({"TLS.ver":"2.0","TLS.identifier":"xiaojun","TLS.sdkappid":1400000000,"TLS.expire":15552000,"TLS.time":1700000000,"TLS.userbuf":"AAAHeGlhb2p1blNyTgAAACcQZkE/AAAAAP8AAAAA","TLS.sig":"y9Avb5xwHgIgoABbGakLaE0xs+v/dLcIPegbWfcbRLI="})",
     "eJxVjVsLgkAQhf-LvhbeSCqhhy1EBQkrIejNdddt0lS8tRL991azoPMyzHfOnHmi0D8pHauQhQxFQ-"
     "NxB8ryBhIYsYCouLX5ZNU0jcoSKLL0hTbp4zBRQsUkN03T*NEG7gNb-mfbmlWkTWQ7xthlTnYlRqmTbN*HXJJdfLiktooHBatxfN8Dl0f9GnfEFA*"
     "Xe7zAW*JEqR-ZmqhnnUr92AsYJ*ckJkff26DXG6ubQ7k_"},
};

// The same as "level 6", as the official Python creator writes it: with blanks in the JSON.
inline constexpr std::string_view spaced_ticket =
    "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkKjIT87NK82CSxSnZiQUFmSlAKUMTAyiAyqVWFGQWpYJkTE1NjRDiJZm5YFFzNPXFmekg"
    "G3zKHM1T9D3LzdODi-OKs8vCqpxcAvydnV2SSv2cy03cPcpDnA2SMgu0nUxslWoBHdYzUg__";

}  // namespace chatproof::usersig::vectors
