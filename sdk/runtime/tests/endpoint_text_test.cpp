#include "sdk/runtime/endpoint_text.hpp"

#include <gtest/gtest.h>

namespace chatproof::runtime {
namespace {

TEST(EndpointTextTest, WhatIsPrintedIsRead) {
  for (const Endpoint& endpoint : {Endpoint{"127.0.0.1", 7100}, Endpoint{"::1", 7100}, Endpoint{"im.example", 65535},
                                   Endpoint{"fe80::1%eth0", 1}, Endpoint{"localhost", 0}})
    EXPECT_EQ(parse_endpoint(to_string(endpoint)), endpoint) << to_string(endpoint);
}

TEST(EndpointTextTest, AnythingElseIsRefused) {
  for (const char* text : {"",
                           ":",
                           "host",
                           "host:",
                           ":7100",
                           "::1:7100",
                           "[]:7100",
                           "[::1]",
                           "[::1:7100",
                           "::1]:7100",
                           "host:99999",
                           "host:-1",
                           "host:+1",
                           "host:7100 ",
                           " host:7100",
                           "ho st:7100",
                           "host: 7100",
                           "host:0x1f",
                           "http://host:7100",
                           "host:7100/",
                           "user@host:7100"})
    EXPECT_EQ(parse_endpoint(text), std::nullopt) << '"' << text << '"';
}

}  // namespace
}  // namespace chatproof::runtime
