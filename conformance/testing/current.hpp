// The SDK of V2TIMManager::GetInstance(), and the World that it is in.
#pragma once

#include "sdk/v2tim/sdk.hpp"

namespace chatproof::testing {

class World;
// Null: there is none any more. A second one at a time ends the program with a message.
void set_current(World* world);

// One object for the whole process, so that pointers which the app keeps are good in every World and between them.
[[nodiscard]] v2tim::Sdk& app_sdk();
// Where it is while there is no World: calls end in 6013, with a text that says why.
[[nodiscard]] v2tim::Environment no_world();

}  // namespace chatproof::testing
