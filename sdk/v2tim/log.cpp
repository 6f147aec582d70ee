#include "sdk/v2tim/log.hpp"
