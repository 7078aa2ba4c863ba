#ifndef ASSIZE_VECTOR_MATH_H
#define ASSIZE_VECTOR_MATH_H
// Elementary functions without branches or calls, so that loops over them become vector code in every clone.
#include <stdint.h>
#include <string.h>

#define ASSIZE_INLINE static inline __attribute__((always_inline))

/// e^x to about 1e-7 relative; x below -87 gives 0, above 88 gives 1.7e38, NaN stays NaN.
ASSIZE_INLINE float assize_exp(float in) {
    float x = in < -87.0f ? -87.0f : in;
    x = x > 88.0f ? 88.0f : x;
    // Adding 1.5 · 2^23 rounds to a whole number without a call.
    const float shift = 12582912.0f;
    float whole = x * 1.44269504f + shift;
    int32_t bits;
    memcpy(&bits, &whole, 4);
    whole -= shift;
    // ln 2 in two parts: the first has few bits, so that the product is exact.
    float rest = x - whole * 0.693359375f;
    rest = rest + whole * 2.12194440e-4f;
    float p = 1.0f / 5040;
    p = p * rest + 1.0f / 720;
    p = p * rest + 1.0f / 120;
    p = p * rest + 1.0f / 24;
    p = p * rest + 1.0f / 6;
    p = p * rest + 0.5f;
    p = p * rest + 1.0f;
    p = p * rest + 1.0f;
    int32_t power = (int32_t)((uint32_t)(bits - 0x4B400000 + 127) << 23);
    float scale;
    memcpy(&scale, &power, 4);
    // Smaller numbers than these are slow to compute with.
    return in < -87.0f ? 0.0f : p * scale;
}

/// The error function to 4e-7 relative: an odd rational function, fitted by reweighted least squares on [0, 3.95].
ASSIZE_INLINE float assize_erf(float x) {
    x = x < -3.95f ? -3.95f : x;
    x = x > 3.95f ? 3.95f : x;
    float t = x * x;
    float p = -1.2965360340899679e-08f;
    p = p * t + 4.640085080609424e-06f;
    p = p * t + 3.7792458897456527e-04f;
    p = p * t + 3.8433794397860765e-03f;
    p = p * t + 5.4274629801511765e-02f;
    p = p * t + 1.8517026305198670e-01f;
    p = p * t + 1.1283792257308960f;
    float q = 6.268917786655948e-05f;
    q = q * t + 1.3040476478636265e-03f;
    q = q * t + 1.5443695709109306e-02f;
    q = q * t + 1.1391123384237289e-01f;
    q = q * t + 4.9743628501892090e-01f;
    q = q * t + 1.0f;
    return x * p / q;
}

/// The hyperbolic tangent to 1.2e-7 absolute.
ASSIZE_INLINE float assize_tanh(float x) {
    x = x < -10.0f ? -10.0f : x;
    x = x > 10.0f ? 10.0f : x;
    return 1.0f - 2.0f / (assize_exp(2.0f * x) + 1.0f);
}
#endif
