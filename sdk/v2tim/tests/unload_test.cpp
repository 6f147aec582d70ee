// An app that opens libImSDK.so by name, uses it, and closes it while its thread lives.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include "V2TIMManager.h"
#include "sdk/tests/scratch.hpp"

namespace {

// Only virtual calls: this program is not linked with the library.
class UnloadTest : public chatproof::ScratchTest {
 protected:
  struct Library {
    Library() : handle(dlopen(IMSDK_LIBRARY, RTLD_NOW | RTLD_LOCAL)) {
      if (handle != nullptr)
        get_instance = reinterpret_cast<V2TIMManager* (*)()>(dlsym(handle, "_ZN12V2TIMManager11GetInstanceEv"));
    }
    ~Library() {
      if (handle != nullptr) dlclose(handle);
    }
    void* const handle;
    V2TIMManager* (*get_instance)() = nullptr;
  };
};

TEST_F(UnloadTest, ClosingTheLibraryLeavesItsThreadInPeace) {
  setenv("CHATPROOF_SERVER", "127.0.0.1:1", 1);
  for (int i = 0; i < 3; ++i) {
    const Library library;
    ASSERT_NE(library.get_instance, nullptr) << dlerror();
    V2TIMManager* const im = library.get_instance();
    im->Logout(nullptr);  // starts the thread
    EXPECT_EQ(im->GetLoginStatus(), V2TIM_STATUS_LOGOUT);
    im->UnInitSDK();
  }
}

}  // namespace
