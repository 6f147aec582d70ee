// The tables, and how an older database becomes one of today. Internal to this room.
#pragma once

#include "sdk/store/database.hpp"

namespace chatproof::store {

// Refuses, by reading only, a database of another program or of a newer version.
Status check_owner(Database& database);

// Brings a database that check_owner() accepted up to schema_version.
Status migrate(Database& database);

}  // namespace chatproof::store
