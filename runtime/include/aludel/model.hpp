// How plain structs are described as tables. This header is what an application includes, and is light; what renders
// the description is in aludel/snapshot.hpp, that only a generated source file includes.
#pragma once

#include <aludel/model/column.hpp>
#include <aludel/model/enumeration.hpp>
#include <aludel/model/foreign_key.hpp>
#include <aludel/model/index.hpp>
#include <aludel/model/key.hpp>
#include <aludel/model/object.hpp>
#include <aludel/model/sql.hpp>
#include <aludel/model/table.hpp>
#include <aludel/model/type.hpp>
