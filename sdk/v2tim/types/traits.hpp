// Telling the kinds of the API's types apart: for whatever walks through values of all of them.

#pragma once

#include <type_traits>

#include "V2TIMListener.h"
#include "sdk/v2tim/types/container_list.hpp"
#include "sdk/v2tim/types/enums.hpp"
#include "sdk/v2tim/types/fields.hpp"

namespace chatproof::v2tim {

template <class Type>
concept ListType = requires(Type list) { list.PushBack(list[size_t{0}]); };

template <class Type>
concept MapType = requires(Type map, V2TIMString key) { map.Insert(key, map.Get(key)); };

template <ListType List>
using ItemOf = std::remove_cvref_t<decltype(std::declval<List&>()[size_t{0}])>;

template <MapType Map>
using MappedOf = std::remove_cvref_t<decltype(std::declval<Map&>().Get(V2TIMString()))>;

template <class... Elems>
struct ElemList {};

/// The elements that a message can have.
using Elems = ElemList<V2TIMTextElem, V2TIMCustomElem, V2TIMImageElem, V2TIMSoundElem, V2TIMVideoElem, V2TIMFileElem,
                       V2TIMLocationElem, V2TIMFaceElem, V2TIMGroupTipsElem, V2TIMMergerElem>;

}  // namespace chatproof::v2tim

/// X(type) for each type of the API that a value or argument can have.
#define CHATPROOF_API_TYPES(X) \
  X(bool)                      \
  X(double)                    \
  X(int32_t)                   \
  X(uint32_t)                  \
  X(int64_t)                   \
  X(uint64_t)                  \
  X(V2TIMString)               \
  X(V2TIMBuffer)               \
  X(V2TIMBaseObject)           \
  X(V2TIMElemVector)           \
  CHATPROOF_ENUMS(X)           \
  CHATPROOF_STRUCTS(X)         \
  CHATPROOF_LISTS(X)           \
  CHATPROOF_MAPS(X)
