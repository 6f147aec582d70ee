// callExperimentalAPI: the calls that are known, by name.
#pragma once

#include "V2TIMCallback.h"
#include "V2TIMCommon.h"

namespace chatproof::v2tim {

class Core;

// `param` points to a V2TIMString that holds JSON. Any thread.
// "setCustomServerInfo": {"longconnectionAddressList": [{"address": "127.0.0.1", "port": 7100}], "caFile": "ca.pem"?};
// the first address counts, a CA file turns TLS on; takes effect at the next InitSDK, and may be called before it.
// Anything else: 6013 before InitSDK, else 7013.
void call_experimental(Core& core, const V2TIMString& api, const void* param,
                       V2TIMValueCallback<V2TIMBaseObject>* callback);

}  // namespace chatproof::v2tim
