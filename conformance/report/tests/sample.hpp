// Made-up runs for the tests of this room and for looking at the page.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"

namespace chatproof::report {

// Appends an event; its id is its place, from 1, and is returned.
std::uint32_t add_event(check::History& history, std::int64_t at_ms, const std::string& actor, check::Channel channel,
                        const std::string& name, nlohmann::json payload = nullptr, std::uint32_t cause = 0);

// Two phones: the second login kicks the first, which then fails a call with the wrong code (case fails), in sim.
check::CaseResult kick_case(const std::string& world);
// So many events, at least 40: messages, now and then an outage, and a send that fails in the last one.
check::CaseResult long_case(std::size_t events);
// One login, passed.
check::CaseResult login_case(const std::string& world);
// Eight cases, at least one of each verdict, in two worlds.
check::RunResult sample_run();
Catalogue sample_catalogue();
Vocabulary sample_vocabulary();

// `cases` cases of all sorts, for a page that is full. The same every time.
check::RunResult large_run(std::size_t cases);

}  // namespace chatproof::report
