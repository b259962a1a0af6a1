// The share of the sun that reaches a place: 0 in the shadow, 1 in the open and beyond the map's edge. The map has a
// square around the patient on its left and a wide one on its right.
#if SHADOW > 0
uniform sampler2DShadow sun_depth; uniform float sun_texel;
float in_the_sun(vec3 close, vec3 wide) {
  vec2 edge = abs(close.xy * 2.0 - 1.0);
  bool here = max(edge.x, edge.y) < 0.98;
  vec3 at = here ? close : wide;
  edge = here ? vec2(0.0) : abs(at.xy * 2.0 - 1.0);
  float inside = 1.0 - smoothstep(0.9, 1.0, max(edge.x, edge.y));
  at.x = 0.5 * (clamp(at.x, 0.0, 1.0) + (here ? 0.0 : 1.0));
#if SHADOW == 1
  float open = texture(sun_depth, at);
#elif SHADOW == 5
  float open = 0.28 * texture(sun_depth, at);
  for (int i = 0; i < 4; i++) {
    vec2 corner = vec2((i & 1) == 0 ? -0.9 : 0.9, (i & 2) == 0 ? -0.9 : 0.9);
    open += 0.18 * texture(sun_depth, vec3(at.xy + corner * vec2(0.5, 1.0) * sun_texel, at.z));
  }
#else
  float open = 0.0;
  for (int i = -1; i <= 1; i++)
    for (int j = -1; j <= 1; j++)
      open += float((2 - abs(i)) * (2 - abs(j))) * texture(sun_depth, vec3(at.xy + vec2(i, j) * vec2(0.6, 1.2) * sun_texel, at.z));
  open /= 16.0;
#endif
  return at.z >= 1.0 ? 1.0 : mix(1.0, open, inside);
}
#endif
