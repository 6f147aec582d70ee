// Binary data with its length.

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "V2TIMDefine.h"

/// Bytes. Copies what it is given.
class TIM_API V2TIMBuffer {
 public:
  V2TIMBuffer();
  V2TIMBuffer(const V2TIMBuffer& buffer);
  /// Copies `size` bytes; null gives an empty buffer.
  V2TIMBuffer(const uint8_t* data, size_t size);
  virtual ~V2TIMBuffer();

  V2TIMBuffer& operator=(const V2TIMBuffer& buffer);

  /// Null when the buffer is empty.
  const uint8_t* Data() const;
  size_t Size() const;

 private:
  uint8_t* buffer_;
  size_t length_;
};
