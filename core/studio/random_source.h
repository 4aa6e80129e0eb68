#pragma once

#include <cstdint>
#include <string_view>

namespace headroom::studio {

/// SplitMix64 (Steele, Lea, Flood 2014). Not std::mt19937 with std:: distributions: those give other numbers
/// with other standard libraries, and the same request must give the same picture on every machine.
class RandomSource {
public:
    explicit RandomSource(std::uint64_t seed)
        : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
    }

    float uniform(float from, float to) {
        return from + (to - from) * static_cast<float>(next() >> 40) / static_cast<float>(1 << 24);
    }

    /// 0..count-1
    int below(int count) { return static_cast<int>(next() % static_cast<std::uint64_t>(count)); }

    /// About normal with deviation 1: the sum of four uniforms.
    float gaussian() { return (uniform(-1, 1) + uniform(-1, 1) + uniform(-1, 1) + uniform(-1, 1)) * 0.866f; }

private:
    std::uint64_t state_;
};

/// FNV-1a: text to a seed, the same everywhere.
inline std::uint64_t seedFrom(std::string_view text, std::uint64_t number = 0) {
    std::uint64_t hash = 0xcbf29ce484222325u ^ number * 0x9e3779b97f4a7c15u;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

} // namespace headroom::studio
