// Which members the JSON of a callback can have, for whoever checks patterns on it before anything runs.

#pragma once

#include <nlohmann/json_fwd.hpp>

namespace chatproof::v2tim {

/// By callback id, the shape of its arguments. A shape is null (a scalar, a map, or anything), an object of member
/// names and their shapes, or a list of one shape: that of every item.
nlohmann::json callback_shapes();

}  // namespace chatproof::v2tim
