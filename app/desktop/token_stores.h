#pragma once

#include "app/desktop/places.h"
#include "core/client/token_store.h"

#include <memory>
#include <optional>

namespace headroom::desktop {

/// Where tokens are kept.
enum class TokenPlace {
    Keyring, ///< the system's key ring
    File,    ///< a file that only its owner may read: whoever reads the user's files reads it
};

/// Tokens in the system's key ring when one answers, else in a file (0600). Which of the two is found out
/// with the first token. A token that lies in a file from before moves to the key ring. A locked key ring
/// asks its owner, for up to a minute, so this is not for the GUI's thread.
class ChosenTokenStore : public client::TokenStore {
public:
    /// For the settings page, any thread; nothing before the first token was read or written.
    virtual std::optional<TokenPlace> place() const = 0;
};

enum class UseKeyring { IfThere, Never };

std::shared_ptr<ChosenTokenStore> makeTokenStore(const Places& places, UseKeyring use);

/// With a folder of the user's own (--data), everything stays in that folder, tokens too.
std::shared_ptr<ChosenTokenStore> makeTokenStore(const Places& places);

} // namespace headroom::desktop
