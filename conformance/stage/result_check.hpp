// Holds the end of a call against what the scenario says about it.
#pragma once

#include <optional>

#include "conformance/check/captures.hpp"
#include "conformance/check/defect.hpp"
#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/cast.hpp"

namespace chatproof::stage {

using check::Captures;
using check::follow;
using check::substitute;

// `end` is null when the call has not ended. Nothing when all is as expected.
[[nodiscard]] std::optional<check::Finding> check_result(const scenario::ResultPattern& given, const CallRecord& call,
                                                         const check::Event* end, const Captures& captures,
                                                         check::JudgeDefect defect);

}  // namespace chatproof::stage
