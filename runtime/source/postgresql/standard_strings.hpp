// Literals are rendered for standard strings.
#pragma once

#include <libpq-fe.h>

namespace aludel::postgresql {

bool has_standard_strings(PGconn* handle);

/// For a session, as long as this lives: some steps run outside of transactions.
class StandardStrings {
public:
    explicit StandardStrings(PGconn* handle);
    StandardStrings(const StandardStrings&) = delete;
    StandardStrings& operator=(const StandardStrings&) = delete;
    ~StandardStrings();

private:
    PGconn* handle_;
    bool changed_ = false;
};

} // namespace aludel::postgresql
