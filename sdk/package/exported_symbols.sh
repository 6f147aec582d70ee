#!/usr/bin/env bash
# exported_symbols.sh LIBRARY: nothing but the public API leaves the library, and the API does.
set -euo pipefail
symbols=$(nm -DC --defined-only "$1" | cut -d' ' -f3-)
foreign=$(grep -vE '^(typeinfo for |typeinfo name for |vtable for |VTT for |(virtual|non-virtual) thunk to )?(V2TIM|TXP?V2TIM)' <<<"$symbols" || true)
if [[ -n $foreign ]]; then
  echo "exported, but not of the API:"
  head -20 <<<"$foreign"
  exit 1
fi
grep -q '^V2TIMManager::GetInstance()' <<<"$symbols" || { echo "V2TIMManager::GetInstance is not exported"; exit 1; }
