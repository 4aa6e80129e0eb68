#include "core/studio/analysed_photo_data.h"

namespace headroom::studio {

Matte AnalysedPhoto::matte() const {
    return data_->person.matte;
}

} // namespace headroom::studio
