// An application at its launch: 1,000 revisions inside, a database in the first argument.
#include <aludel/upgrade.hpp>

#include <long_chain/migrations.hpp>

#include <string>

int main(int, char** argv) {
    const auto engine = aludel::create_engine(std::string("sqlite:///") + argv[1]);
    return aludel::upgrade(engine, long_chain::migrations).status == aludel::Outcome::Status::up_to_date ? 0 : 1;
}
