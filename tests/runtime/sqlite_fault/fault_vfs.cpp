// https://www.sqlite.org/vfs.html#vfs_shims
#include "fault_vfs.hpp"

#include "unsynced.hpp"

#include <sqlite3.h>

#include <csignal>
#include <cstring>

namespace aludel::test {

namespace {

using Kind = Operation::Kind;
using Effect = Fault::Effect;

struct State {
    Fault fault;
    std::vector<Operation> operations;
    int reads = 0;
    Unsynced unsynced;
    sqlite3_vfs* real = nullptr;
};

State& state() {
    static State state;
    return state;
}

/// The real file is behind it, in the same piece of memory.
struct File {
    sqlite3_file base;
    const char* name; ///< null: a temporary one
};

sqlite3_file* real_of(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }
const char* name_of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->name; }

std::string kind_of_file(const char* name) {
    if (!name) return "temporary";
    const std::string_view text(name);
    const auto at = text.find_last_of("-.");
    return std::string(at == text.npos ? text : text.substr(at));
}

[[noreturn]] void die() {
    std::raise(SIGKILL);
    std::abort(); // never
}

/// Counts the operation; true where it is to fail, or to be done by half.
bool strikes(Kind kind, const char* name) {
    auto& [fault, operations, reads, unsynced, real] = state();
    operations.push_back({kind, kind_of_file(name)});
    const auto number = static_cast<int>(operations.size());
    if (fault.effect == Effect::none || number < fault.at || (number > fault.at && !fault.lasting)) return false;
    if (fault.effect == Effect::lose_power) unsynced.lose_power(fault.seed);
    if (fault.effect == Effect::kill || fault.effect == Effect::lose_power) die();
    return applies(fault.effect, operations.back());
}

bool keeps_track(const char* name) { return name && state().fault.effect == Effect::lose_power; }

std::int64_t size_of(sqlite3_file* real) {
    sqlite3_int64 size = 0;
    return real->pMethods->xFileSize(real, &size) == SQLITE_OK ? size : 0;
}

int read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
    const auto& fault = state().fault;
    const auto number = ++state().reads;
    if (fault.effect == Effect::fail_read && (number == fault.at || (number > fault.at && fault.lasting)))
        return SQLITE_IOERR_READ;
    return real_of(file)->pMethods->xRead(real_of(file), data, size, offset);
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    auto* real = real_of(file);
    if (strikes(Kind::write, name_of(file))) {
        const auto& fault = state().fault;
        const bool grows = offset + size > size_of(real);
        if (fault.effect == Effect::fail) return SQLITE_IOERR_WRITE;
        if (fault.effect == Effect::tear || grows || !fault.lasting) {
            real->pMethods->xWrite(real, data, size / 2, offset);
            if (fault.effect == Effect::tear) die();
            return SQLITE_FULL;
        }
    }
    if (keeps_track(name_of(file)))
        state().unsynced.write(name_of(file), {static_cast<const char*>(data), static_cast<std::size_t>(size)}, offset);
    return real->pMethods->xWrite(real, data, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (strikes(Kind::truncate, name_of(file))) return SQLITE_IOERR_TRUNCATE;
    if (keeps_track(name_of(file))) state().unsynced.truncate(name_of(file), size);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int sync(sqlite3_file* file, int) {
    if (strikes(Kind::sync, name_of(file))) return SQLITE_IOERR_FSYNC;
    if (keeps_track(name_of(file))) state().unsynced.sync(name_of(file));
    return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int) {
    if (strikes(Kind::remove, name)) return SQLITE_IOERR_DELETE;
    if (keeps_track(name)) state().unsynced.remove(name);
    return state().real->xDelete(state().real, name, 0);
}

int close(sqlite3_file* file) {
    const int code = real_of(file)->pMethods->xClose(real_of(file));
    file->pMethods = nullptr;
    return code;
}

template <auto Method> struct Forward;
template <class R, class... A, R (*sqlite3_io_methods::*Method)(sqlite3_file*, A...)> struct Forward<Method> {
    static R call(sqlite3_file* file, A... arguments) {
        return (real_of(file)->pMethods->*Method)(real_of(file), arguments...);
    }
};

using Methods = sqlite3_io_methods;
const Methods methods = {
    .iVersion = 2, // without memory maps: what is written through them is not seen here
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = Forward<&Methods::xFileSize>::call,
    .xLock = Forward<&Methods::xLock>::call,
    .xUnlock = Forward<&Methods::xUnlock>::call,
    .xCheckReservedLock = Forward<&Methods::xCheckReservedLock>::call,
    .xFileControl = Forward<&Methods::xFileControl>::call,
    .xSectorSize = Forward<&Methods::xSectorSize>::call,
    .xDeviceCharacteristics = Forward<&Methods::xDeviceCharacteristics>::call,
    .xShmMap = Forward<&Methods::xShmMap>::call,
    .xShmLock = Forward<&Methods::xShmLock>::call,
    .xShmBarrier = Forward<&Methods::xShmBarrier>::call,
    .xShmUnmap = Forward<&Methods::xShmUnmap>::call,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    reinterpret_cast<File*>(file)->name = name;
    auto* real = real_of(file);
    const int code = state().real->xOpen(state().real, name, real, flags, flags_out);
    file->pMethods = real->pMethods ? &methods : nullptr;
    if (code == SQLITE_OK && keeps_track(name)) {
        std::string contents(static_cast<std::size_t>(size_of(real)), '\0');
        real->pMethods->xRead(real, contents.data(), static_cast<int>(contents.size()), 0);
        state().unsynced.open(name, std::move(contents));
    }
    return code;
}

void put_between() {
    if (state().real) return;
    state().real = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *state().real;
    vfs.zName = "aludel_fault";
    vfs.szOsFile = static_cast<int>(sizeof(File)) + state().real->szOsFile;
    vfs.pNext = nullptr;
    vfs.xOpen = open;
    vfs.xDelete = remove;
    sqlite3_vfs_register(&vfs, 1);
}

} // namespace

std::string shown(const Operation& operation) {
    static constexpr const char* names[] = {"write", "sync", "truncate", "remove"};
    return std::string(names[static_cast<int>(operation.kind)]) + " " + operation.file;
}

bool applies(Effect effect, const Operation& operation) {
    switch (effect) {
    case Effect::tear:
    case Effect::fill: return operation.kind == Kind::write;
    case Effect::fail_read: return false;
    default: return true;
    }
}

void arm(const Fault& fault) {
    put_between();
    auto& now = state();
    now.fault = fault;
    now.operations.clear();
    now.reads = 0;
    now.unsynced = {};
}

const std::vector<Operation>& operations() { return state().operations; }
int reads() { return state().reads; }

} // namespace aludel::test
