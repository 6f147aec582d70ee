# Every public header compiles alone, twice (it includes what it needs, and may be included again), for the oldest
# standard an app may use and for ours.
file(GLOB public_headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/sdk/include ${PROJECT_SOURCE_DIR}/sdk/include/*.h)
set(lone_headers "")
foreach(header ${public_headers})
  set(lone ${CMAKE_CURRENT_BINARY_DIR}/alone/${header}.cpp)
  file(CONFIGURE OUTPUT ${lone} CONTENT "#include \"@header@\"\n#include \"@header@\"\n" @ONLY)
  list(APPEND lone_headers ${lone})
endforeach()
foreach(standard 11 20)
  add_library(v2tim_headers_alone_cxx${standard} OBJECT ${lone_headers})
  target_include_directories(v2tim_headers_alone_cxx${standard} PRIVATE ${PROJECT_SOURCE_DIR}/sdk/include)
  target_link_libraries(v2tim_headers_alone_cxx${standard} PRIVATE chatproof_options)
  set_target_properties(v2tim_headers_alone_cxx${standard} PROPERTIES CXX_STANDARD ${standard})
endforeach()

chatproof_test(v2tim_types_test
  SOURCES types_containers_test.cpp types_copy_test.cpp types_defaults_test.cpp types_enums_test.cpp types_json_test.cpp
  LINK chatproof_v2tim_json)
chatproof_test(v2tim_api_test READS_TREE
  SOURCES types_invoke_test.cpp types_shapes_test.cpp types_table_test.cpp
  LINK chatproof_v2tim_invoke)

# Links nothing but the shared library, as an app does.
chatproof_test(v2tim_exports_test SOURCES types_exports_test.cpp LINK imsdk)
