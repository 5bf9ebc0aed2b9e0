// What SQLite does to files, and what can go wrong with it: every read, write, sync, truncation and removal of a
// database, its journal or its WAL is counted, and at one of them the process is killed, the power goes, or the
// operation fails. The WAL's index is shared memory, and written through no function of SQLite's: no fault can strike
// it here. It does not survive a crash, and is made again from the WAL.
#pragma once

#include <string>
#include <vector>

namespace aludel::test {

struct Operation {
    enum class Kind { write, sync, truncate, remove };
    Kind kind;
    std::string file; ///< what its name ends in: `.db`, `-journal`, `-wal`; `temporary` where it has no name
};

std::string shown(const Operation& operation);

struct Fault {
    enum class Effect {
        none,
        kill,       ///< the process ends before the operation
        tear,       ///< half of a write is done, and the process ends
        lose_power, ///< what was written since a file's last sync is there in parts, and the process ends
        fail,       ///< the operation is not done: SQLITE_IOERR
        fail_read,  ///< the same for reads, which no other effect is meant for
        fill,       ///< half of a write is done: SQLITE_FULL
    };
    Effect effect = Effect::none;
    int at = 0;           ///< which operation since arm(), or which read, counted from 1
    bool lasting = false; ///< until the next arm(); a disk that stays full still takes what does not make a file longer
    unsigned seed = 0;    ///< of what the power takes away
};

/// Whether the fault can strike this operation.
bool applies(Fault::Effect effect, const Operation& operation);

/// From now on, in this process. The first call puts the faults between SQLite and its files. What is synced is not
/// really: a test outlives its processes, not the machine.
void arm(const Fault& fault = {});
/// Since arm(). Reads are counted on their own.
const std::vector<Operation>& operations();
int reads();

} // namespace aludel::test
