// Helper macros of the public headers: visibility, and the declarations of the container classes.

#pragma once

#include <stddef.h>

/// Marks what the shared library exports; everything else in it is hidden.
#if defined(_WIN32)
#define TIM_API
#else
#define TIM_API __attribute__((visibility("default")))
#endif
#define TIM_EXPORT TIM_API

/// Declares TX<CLASS>Vector, a growing list of values. Only the types of the API have an implementation in the library.
/// An index that is out of range ends the program: there is no way to report it.
#define DEFINE_VECTOR(CLASS)                                    \
  class TX##CLASS##VectorIMPL;                                  \
  class TIM_API TX##CLASS##Vector {                             \
   public:                                                      \
    TX##CLASS##Vector();                                        \
    TX##CLASS##Vector(const TX##CLASS##Vector& vec);            \
    virtual ~TX##CLASS##Vector();                               \
    CLASS& operator[](size_t index);                            \
    const CLASS& operator[](size_t index) const;                \
    TX##CLASS##Vector& operator=(const TX##CLASS##Vector& vec); \
    void PushBack(const CLASS& obj);                            \
    void PopBack();                                             \
    size_t Size() const;                                        \
    bool Empty() const;                                         \
    void Clear();                                               \
    void Erase(size_t index);                                   \
                                                                \
   private:                                                     \
    TX##CLASS##VectorIMPL* impl_;                               \
  };

/// Declares TXP<CLASS>Vector, a growing list of pointers. The list never owns what they point to
/// (V2TIMMessage does own the elements in its elemList, see there).
#define DEFINE_POINT_VECTOR(CLASS)                                \
  class TXP##CLASS##VectorIMPL;                                   \
  class TIM_API TXP##CLASS##Vector {                              \
   public:                                                        \
    TXP##CLASS##Vector();                                         \
    TXP##CLASS##Vector(const TXP##CLASS##Vector& vec);            \
    virtual ~TXP##CLASS##Vector();                                \
    CLASS*& operator[](size_t index);                             \
    CLASS* const& operator[](size_t index) const;                 \
    TXP##CLASS##Vector& operator=(const TXP##CLASS##Vector& vec); \
    void PushBack(CLASS* const& obj);                             \
    void PopBack();                                               \
    size_t Size() const;                                          \
    bool Empty() const;                                           \
    void Clear();                                                 \
    void Erase(size_t index);                                     \
                                                                  \
   private:                                                       \
    TXP##CLASS##VectorIMPL* impl_;                                \
  };

/// Declares TX<KEY>To<VALUE>Map, a map that keeps its keys sorted. Needs TX<KEY>Vector.
/// Insert replaces nothing: it answers false when the key is there already. Get of an unknown key gives a default
/// value.
#define DEFINE_MAP(KEY, VALUE)                                              \
  class TX##KEY##To##VALUE##MapIMPL;                                        \
  class TIM_API TX##KEY##To##VALUE##Map {                                   \
   public:                                                                  \
    TX##KEY##To##VALUE##Map();                                              \
    TX##KEY##To##VALUE##Map(const TX##KEY##To##VALUE##Map& map);            \
    virtual ~TX##KEY##To##VALUE##Map();                                     \
    VALUE& operator[](const KEY& key);                                      \
    TX##KEY##To##VALUE##Map& operator=(const TX##KEY##To##VALUE##Map& map); \
    bool Insert(const KEY& key, const VALUE& value);                        \
    void Erase(const KEY& key);                                             \
    size_t Count(const KEY& key) const;                                     \
    size_t Size() const;                                                    \
    VALUE Get(const KEY& key) const;                                        \
    const TX##KEY##Vector AllKeys() const;                                  \
                                                                            \
   private:                                                                 \
    TX##KEY##To##VALUE##MapIMPL* impl_;                                     \
  };
