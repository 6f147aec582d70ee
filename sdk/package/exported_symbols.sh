#!/usr/bin/env bash
# exported_symbols.sh LIBRARY [PATTERN]: nothing but the public API (and what begins with PATTERN) leaves the library, and
# the API does.
set -euo pipefail
symbols=$(nm -DC --defined-only "$1" | cut -d' ' -f3-)
foreign=$(grep -vE '^(typeinfo for |typeinfo name for |vtable for |VTT for |(virtual|non-virtual) thunk to )?(V2TIM|TXP?V2TIM'"${2:+|$2}"')' <<<"$symbols" || true)
if [[ -n $foreign ]]; then
  echo "exported, but not of the API:"
  head -20 <<<"$foreign"
  exit 1
fi
# Apps that were built with the published headers need these to link: constructors, destructors, vtable, type information.
mangled=$(nm -D --defined-only "$1" | cut -d' ' -f3-)
for class in V2TIMBaseCallback V2TIM{SDK,SimpleMsg,AdvancedMsg,Group,Community,Log,Conversation,Friendship,Signaling}Listener; do
  name=${#class}$class
  for symbol in _ZN"$name"{C1,C2,D0,D1,D2}Ev _ZT{V,I,S}"$name"; do
    grep -qx "$symbol" <<<"$mangled" || { echo "$symbol is not exported"; exit 1; }
  done
done
grep -q '^V2TIMManager::GetInstance()' <<<"$symbols" || { echo "V2TIMManager::GetInstance is not exported"; exit 1; }
