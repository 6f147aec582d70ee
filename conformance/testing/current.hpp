// The World that V2TIMManager::GetInstance() looks for.
#pragma once

namespace chatproof::testing {

class World;
// Null: there is none any more. A second one at a time ends the program with a message.
void set_current(World* world);

}  // namespace chatproof::testing
