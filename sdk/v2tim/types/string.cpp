// V2TIMString and V2TIMBuffer.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "V2TIMBuffer.h"
#include "V2TIMString.h"

/// Only a text that is not empty has one: most fields of most objects are empty, and cost no memory.
class V2TIMStringIMPL {
 public:
  std::string text;
};

namespace {

V2TIMStringIMPL* make_text(const char* data, size_t size) {
  return data == nullptr || size == 0 ? nullptr : new V2TIMStringIMPL{std::string(data, size)};
}

int compare(const V2TIMString& left, const V2TIMString& right) {
  const size_t common = left.Size() < right.Size() ? left.Size() : right.Size();
  const int order = std::memcmp(left.CString(), right.CString(), common);
  if (order != 0 || left.Size() == right.Size()) {
    return order;
  }
  return left.Size() < right.Size() ? -1 : 1;
}

uint8_t* copy_of(const uint8_t* data, size_t size) {
  if (data == nullptr || size == 0) {
    return nullptr;
  }
  auto* copy = new uint8_t[size];
  std::memcpy(copy, data, size);
  return copy;
}

}  // namespace

V2TIMString::V2TIMString() : impl_(nullptr) {}

V2TIMString::V2TIMString(const char* pStr) : impl_(pStr == nullptr ? nullptr : make_text(pStr, std::strlen(pStr))) {}

V2TIMString::V2TIMString(const char* pStr, size_t size) : impl_(make_text(pStr, size)) {}

V2TIMString::V2TIMString(const V2TIMString& str) : impl_(make_text(str.CString(), str.Size())) {}

V2TIMString::~V2TIMString() { delete impl_; }

V2TIMString& V2TIMString::operator=(const V2TIMString& str) {
  if (this != &str) {
    V2TIMStringIMPL* copy = make_text(str.CString(), str.Size());
    delete impl_;
    impl_ = copy;
  }
  return *this;
}

V2TIMString& V2TIMString::operator=(const char* pStr) { return *this = V2TIMString(pStr); }

bool V2TIMString::operator==(const V2TIMString& str) const { return Size() == str.Size() && compare(*this, str) == 0; }

bool V2TIMString::operator!=(const V2TIMString& str) const { return !(*this == str); }

bool V2TIMString::operator<(const V2TIMString& str) const { return compare(*this, str) < 0; }

char& V2TIMString::operator[](int index) {
  if (index < 0 || static_cast<size_t>(index) >= Size()) {
    std::fprintf(stderr, "V2TIMString: index %d in a text of %zu bytes\n", index, Size());
    std::abort();
  }
  return impl_->text[static_cast<size_t>(index)];
}

size_t V2TIMString::Size() const { return impl_ == nullptr ? 0 : impl_->text.size(); }

size_t V2TIMString::Length() const { return Size(); }

bool V2TIMString::Empty() const { return Size() == 0; }

const char* V2TIMString::CString() const { return impl_ == nullptr ? "" : impl_->text.c_str(); }

V2TIMBuffer::V2TIMBuffer() : buffer_(nullptr), length_(0) {}

V2TIMBuffer::V2TIMBuffer(const V2TIMBuffer& buffer)
    : buffer_(copy_of(buffer.buffer_, buffer.length_)), length_(buffer.length_) {}

V2TIMBuffer::V2TIMBuffer(const uint8_t* data, size_t size)
    : buffer_(copy_of(data, size)), length_(data == nullptr ? 0 : size) {}

V2TIMBuffer::~V2TIMBuffer() { delete[] buffer_; }

V2TIMBuffer& V2TIMBuffer::operator=(const V2TIMBuffer& buffer) {
  if (this != &buffer) {
    uint8_t* copy = copy_of(buffer.buffer_, buffer.length_);
    delete[] buffer_;
    buffer_ = copy;
    length_ = buffer.length_;
  }
  return *this;
}

const uint8_t* V2TIMBuffer::Data() const { return buffer_; }

size_t V2TIMBuffer::Size() const { return length_; }
