// The text type of the API: bytes, UTF-8 by convention, with their length.

#pragma once

#include <stddef.h>

#include "V2TIMDefine.h"

class V2TIMStringIMPL;

/// Text. Keeps every byte it is given, zero bytes included; the API expects UTF-8. Sizes are in bytes.
class TIM_API V2TIMString {
 public:
  V2TIMString();
  /// Copies up to the terminating zero; null gives the empty text.
  V2TIMString(const char* pStr);
  /// Copies `size` bytes; null gives the empty text.
  V2TIMString(const char* pStr, size_t size);
  V2TIMString(const V2TIMString& str);
  virtual ~V2TIMString();

  V2TIMString& operator=(const V2TIMString& str);
  V2TIMString& operator=(const char* pStr);
  /// Comparison is byte by byte.
  bool operator==(const V2TIMString& str) const;
  bool operator!=(const V2TIMString& str) const;
  bool operator<(const V2TIMString& str) const;
  /// A byte of the text; an index out of range ends the program.
  char& operator[](int index);

  size_t Size() const;
  size_t Length() const;
  bool Empty() const;
  /// Zero-terminated, never null, valid until the text changes or dies.
  const char* CString() const;

 private:
  V2TIMStringIMPL* impl_;
};
