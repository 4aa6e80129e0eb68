#include "ui/words/words.h"

#include <QCoreApplication>

namespace headroom::ui {
namespace {

struct Row {
    const char* title;
    const char* advice;
};

#define HEADROOM_WORDS(title, advice)                                                                        \
    Row {                                                                                                    \
        QT_TRANSLATE_NOOP("ErrorWords", title), QT_TRANSLATE_NOOP("ErrorWords", advice)                      \
    }

// One switch over all codes, so that the compiler names a code that was added without words.
Row row(ErrorCode code) {
    switch (code) {
    // The request
    case ErrorCode::InvalidInput:
        return HEADROOM_WORDS("This cannot be done as it was entered.", "Check the fields and try again.");
    case ErrorCode::UnsupportedMediaType:
        return HEADROOM_WORDS("Files of this kind cannot be used.", "Use JPEG, PNG, WebP or HEIC pictures.");
    case ErrorCode::TooLarge:
        return HEADROOM_WORDS("This file is too large.", "Use a smaller file and try again.");
    case ErrorCode::LimitExceeded:
        return HEADROOM_WORDS("This is more than is possible at once.", "Do it in smaller steps.");
    // Who asks
    case ErrorCode::Unauthenticated:
        return HEADROOM_WORDS("You are signed out.", "Sign in again to go on. Nothing that waits is lost.");
    case ErrorCode::Forbidden:
        return HEADROOM_WORDS("Your role does not allow this.", "Ask an admin of the team.");
    case ErrorCode::RateLimited:
        return HEADROOM_WORDS("Too many attempts in a short time.", "Wait a minute and try again.");
    case ErrorCode::CodeWrong:
        return HEADROOM_WORDS("This code is not right.", "Check the newest e-mail and type its code again.");
    case ErrorCode::CodeExpired:
        return HEADROOM_WORDS("This code has expired.", "Ask for a new code.");
    case ErrorCode::InvitationInvalid:
        return HEADROOM_WORDS("This invitation is no longer valid.",
                              "Ask an admin of the team for a new one.");
    case ErrorCode::MemberSuspended:
        return HEADROOM_WORDS("This member is suspended.",
                              "An admin can lift the suspension on the Members page.");
    case ErrorCode::LastOwner:
        return HEADROOM_WORDS("A team needs at least one owner.", "Make somebody else an owner first.");
    case ErrorCode::SignUpClosed:
        return HEADROOM_WORDS("This server does not take new teams.", "Ask who runs it for an invitation.");
    // What is asked for
    case ErrorCode::NotFound:
        return HEADROOM_WORDS("This no longer exists.",
                              "Somebody else may have removed it. The page shows what is there now.");
    case ErrorCode::Gone:
        return HEADROOM_WORDS("This was deleted.", "It cannot be brought back.");
    case ErrorCode::Conflict:
        return HEADROOM_WORDS("Somebody else changed this at the same time.",
                              "Look at the newest state and try again.");
    case ErrorCode::AlreadyExists:
        return HEADROOM_WORDS("This exists already.", "Choose another name, or use the one that is there.");
    case ErrorCode::IdempotencyConflict:
        return HEADROOM_WORDS("This action was already sent with other content.",
                              "Start it again from the beginning.");
    case ErrorCode::BasisChanged:
        return HEADROOM_WORDS("The balances changed while you were looking.",
                              "Look at the new preview and confirm it again.");
    case ErrorCode::PreconditionFailed:
        return HEADROOM_WORDS("This changed since you opened it.", "Look at the newest state and try again.");
    // Credits
    case ErrorCode::InsufficientPool:
        return HEADROOM_WORDS("The pool does not have enough credits.",
                              "Buy credits, take some back from members, or use fewer.");
    case ErrorCode::InsufficientCredits:
        return HEADROOM_WORDS("There are not enough credits for this.",
                              "Ask an admin for credits, or make fewer headshots.");
    case ErrorCode::Shortfall:
        return HEADROOM_WORDS("There are not enough credits for everybody.",
                              "Choose a lower number, or buy credits.");
    case ErrorCode::HoldEnded:
        return HEADROOM_WORDS("These credits were already settled or given back.",
                              "The balance shown is the newest.");
    // Money
    case ErrorCode::OrderNotOpen:
        return HEADROOM_WORDS("This order is no longer open.",
                              "Start a new purchase. You were not charged twice.");
    case ErrorCode::OrderExpired:
        return HEADROOM_WORDS("This payment page has expired.",
                              "Start a new purchase. You were not charged.");
    case ErrorCode::PaymentDeclined:
        return HEADROOM_WORDS("The payment was declined.", "Try another card, or ask your bank.");
    case ErrorCode::SignatureInvalid:
        return HEADROOM_WORDS("A message did not come from where it says it does.",
                              "Tell who runs the server; nothing was changed.");
    case ErrorCode::SignatureStale:
        return HEADROOM_WORDS("A message arrived too late to be trusted.",
                              "Tell who runs the server to check its clock.");
    case ErrorCode::AmountMismatch:
        return HEADROOM_WORDS("The amount paid is not the amount of the order.",
                              "Tell who runs the server; the credits wait until it is cleared up.");
    case ErrorCode::LivemodeMismatch:
        return HEADROOM_WORDS("Test payments and real payments cannot be mixed.",
                              "Tell who runs the server to check its payment settings.");
    // Photos
    case ErrorCode::PhotoNotAnImage:
        return HEADROOM_WORDS("This file is not a picture that can be read.",
                              "Use a JPEG, PNG, WebP or HEIC photo.");
    case ErrorCode::PhotoTooManyPixels:
        return HEADROOM_WORDS("This picture is larger than can be handled.",
                              "Use a photo of at most 100 megapixels.");
    case ErrorCode::PhotoNoFace:
        return HEADROOM_WORDS("No face was found.", "Use a photo that shows your face from the front.");
    case ErrorCode::PhotoSeveralFaces:
        return HEADROOM_WORDS("There is more than one face.", "Use a photo with only you in it.");
    case ErrorCode::PhotoFaceTooSmall:
        return HEADROOM_WORDS("The face is too small.", "Come closer, or crop the photo.");
    case ErrorCode::PhotoBlurred:
        return HEADROOM_WORDS("The photo is blurred.", "Hold the camera still and use more light.");
    case ErrorCode::PhotoTooDark:
        return HEADROOM_WORDS("The photo is too dark.", "Face a window or a lamp.");
    case ErrorCode::PhotoTooBright:
        return HEADROOM_WORDS("The photo is too bright.", "Avoid direct sun and flash.");
    case ErrorCode::PhotoEyesClosed:
        return HEADROOM_WORDS("The eyes are closed.", "Use a photo with open eyes.");
    case ErrorCode::PhotoFaceTurned:
        return HEADROOM_WORDS("The face is turned away.", "Look towards the camera.");
    case ErrorCode::PhotoFaceCovered:
        return HEADROOM_WORDS("The face is partly covered.",
                              "Take off sunglasses, masks or hands in front of it.");
    case ErrorCode::PhotoFaceCut:
        return HEADROOM_WORDS("The face is cut off at the edge.", "Leave some room around the head.");
    case ErrorCode::PhotoNotUsable:
        return HEADROOM_WORDS("This photo cannot be used.", "Try another photo.");
    // Uploads and files
    case ErrorCode::OffsetMismatch:
        return HEADROOM_WORDS("The upload lost its place.", "It goes on from where the server is by itself.");
    case ErrorCode::ChecksumMismatch:
        return HEADROOM_WORDS("The file arrived damaged.", "It is sent again by itself.");
    case ErrorCode::UploadIncomplete:
        return HEADROOM_WORDS("The upload is not complete yet.", "Wait until it is, or resume it.");
    case ErrorCode::UploadLocked:
        return HEADROOM_WORDS("This upload is already running elsewhere.",
                              "Wait a moment; it goes on by itself.");
    case ErrorCode::DiskFull:
        return HEADROOM_WORDS("The disk is full.", "Free some space and try again.");
    case ErrorCode::FileExists:
        return HEADROOM_WORDS("A file of this name exists already.",
                              "Choose another name or folder, or allow replacing.");
    case ErrorCode::FileAccess:
        return HEADROOM_WORDS("The file or folder cannot be read or written.",
                              "Check its permissions, or choose another one.");
    // Generation
    case ErrorCode::GeneratorFailed:
        return HEADROOM_WORDS("The headshot could not be made.", "The credit was given back. Try again.");
    case ErrorCode::GeneratorRefused:
        return HEADROOM_WORDS("The image service refused this photo.",
                              "The credit was given back. Try another photo or style.");
    case ErrorCode::GeneratorUnpaid:
        return HEADROOM_WORDS("The image service wants to be paid first.",
                              "The credit was given back. Tell who runs the server.");
    case ErrorCode::SpendingLimit:
        return HEADROOM_WORDS("The spending on the image service is used up for today.",
                              "The credit was given back. Try again tomorrow, or ask an owner.");
    case ErrorCode::ResultNotUsable:
        return HEADROOM_WORDS("The finished picture was not good enough.",
                              "The credit was given back. Try again, or use another photo.");
    case ErrorCode::LikenessLost:
        return HEADROOM_WORDS("The finished picture did not show the same person.",
                              "The credit was given back. Try again, or use another photo.");
    case ErrorCode::DeadlineExceeded:
        return HEADROOM_WORDS("This took too long and was stopped.",
                              "Credits that were held for it were given back. Try again.");
    case ErrorCode::LeaseLost:
        return HEADROOM_WORDS("The work was taken over by another computer.",
                              "Nothing to do; it goes on there.");
    // The world
    case ErrorCode::Cancelled:
        return HEADROOM_WORDS("This was cancelled.", "Start it again whenever you like.");
    case ErrorCode::Offline:
        return HEADROOM_WORDS("There is no connection.",
                              "What can wait is kept and sent when you are online again.");
    case ErrorCode::Unavailable:
        return HEADROOM_WORDS("The server cannot be reached right now.", "Try again in a moment.");
    case ErrorCode::Timeout:
        return HEADROOM_WORDS("The server did not answer in time.", "Try again in a moment.");
    case ErrorCode::UnknownOutcome:
        return HEADROOM_WORDS("It is not known yet whether this worked.",
                              "It is being checked; do not start it again.");
    case ErrorCode::SchemaFromFuture:
        return HEADROOM_WORDS("This data was written by a newer version.",
                              "Update Headroom on this computer.");
    case ErrorCode::ResyncRequired:
        return HEADROOM_WORDS("The data on this computer is out of date.", "It is fetched anew by itself.");
    case ErrorCode::Corrupt:
        return HEADROOM_WORDS(
            "Stored data is damaged.",
            "Sign out and in again to fetch it anew; if it comes back, tell who runs the server.");
    case ErrorCode::Internal:
        return HEADROOM_WORDS("Something went wrong that should not have.",
                              "Try again. If it comes back, send the log from Settings.");
    }
    return HEADROOM_WORDS("Something went wrong that should not have.",
                          "Try again. If it comes back, send the log from Settings.");
}

#undef HEADROOM_WORDS

} // namespace

Words words(ErrorCode code) {
    const Row found = row(code);
    return {QCoreApplication::translate("ErrorWords", found.title),
            QCoreApplication::translate("ErrorWords", found.advice)};
}

QString sentence(ErrorCode code) {
    const Words found = words(code);
    return found.title + QLatin1Char(' ') + found.advice;
}

} // namespace headroom::ui
