// What a polished surface shows of its surroundings, and how much of it.
#if DETAIL && ROOM
uniform sampler2D room_picture; uniform float room_blurs;
vec3 surroundings(vec3 d, float rough) {
  vec2 at = vec2(0.5 + atan(d.x, d.z) * 0.15915494, 0.5 + asin(clamp(d.y, -1.0, 1.0)) * 0.31830989);
  vec3 root = textureLod(room_picture, at, rough * room_blurs).rgb;
  return 4.0 * root * root;
}
#elif DETAIL
vec3 surroundings(vec3 d, float rough) { return sky_towards(d, rough); }
#endif

// How much of all surroundings is sent back (the fit of B. Karis, Physically Based Shading on Mobile, 2014).
vec3 sent_back(vec3 straight, float rough, float facing) {
  vec4 r = rough * vec4(-1.0, -0.0275, -0.572, 0.022) + vec4(1.0, 0.0425, 1.04, -0.04);
  float a = min(r.x * r.x, exp2(-9.28 * facing)) * r.x + r.y;
  vec2 ab = vec2(-1.04, 1.04) * a + r.zw;
  return straight * ab.x + ab.y;
}

// The sun's highlight for light of 1 on a white matt surface: GGX with the joined visibility and Fresnel term of
// R. Zioma, Optimizing PBR for Mobile, 2015.
float highlight(vec3 n, vec3 v, vec3 l, float rough) {
  vec3 h = normalize(v + l);
  float nh = clamp(dot(n, h), 0.0, 1.0), lh = clamp(dot(l, h), 0.0, 1.0);
  float a = rough * rough, d = nh * nh * (a * a - 1.0) + 1.00001;
  return min(a * a / (d * d * max(0.1, lh * lh) * (4.0 * a + 2.0)), 60.0);
}
