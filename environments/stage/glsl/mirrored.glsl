// What a polished surface shows of its surroundings.
#if ROOM
uniform sampler2D room_picture; uniform float room_blurs;
vec3 surroundings(vec3 d, float rough) {
  vec2 at = vec2(0.5 + atan(d.x, d.z) * 0.15915494, 0.5 + asin(clamp(d.y, -1.0, 1.0)) * 0.31830989);
  vec3 root = textureLod(room_picture, at, rough * room_blurs).rgb;
  return 4.0 * root * root;
}
#else
vec3 surroundings(vec3 d, float rough) { return sky_towards(d, rough); }
#endif

// The sun's highlight for light of 1 on a white matt surface: GGX with the joined visibility and Fresnel term of
// R. Zioma, Optimizing PBR for Mobile, 2015.
float highlight(vec3 n, vec3 v, vec3 l, float rough) {
  vec3 h = normalize(v + l);
  float nh = clamp(dot(n, h), 0.0, 1.0), lh = clamp(dot(l, h), 0.0, 1.0);
  float a = rough * rough, d = nh * nh * (a * a - 1.0) + 1.00001;
  return min(a * a / (d * d * max(0.1, lh * lh) * (4.0 * a + 2.0)), 60.0);
}
