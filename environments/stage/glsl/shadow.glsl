// The share of the sun that reaches a place: 0 in the shadow, 1 in the open and beyond the map's edge.
#if SHADOW > 0
uniform sampler2DShadow sun_depth; uniform float sun_texel;
float in_the_sun(vec3 at) {
  vec2 edge = abs(at.xy * 2.0 - 1.0);
  float inside = 1.0 - smoothstep(0.9, 1.0, max(edge.x, edge.y));
#if SHADOW == 1
  float open = texture(sun_depth, at);
#elif SHADOW == 5
  float open = 0.28 * texture(sun_depth, at);
  for (int i = 0; i < 4; i++) {
    vec2 corner = vec2((i & 1) == 0 ? -0.9 : 0.9, (i & 2) == 0 ? -0.9 : 0.9);
    open += 0.18 * texture(sun_depth, vec3(at.xy + corner * sun_texel, at.z));
  }
#else
  float open = 0.0;
  for (int i = -1; i <= 1; i++)
    for (int j = -1; j <= 1; j++)
      open += float((2 - abs(i)) * (2 - abs(j))) * texture(sun_depth, vec3(at.xy + vec2(i, j) * 1.2 * sun_texel, at.z));
  open /= 16.0;
#endif
  return at.z >= 1.0 ? 1.0 : mix(1.0, open, inside);
}
#endif
