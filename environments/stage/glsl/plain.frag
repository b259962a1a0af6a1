// One surface as it is shown, where its light was worked out at the corners of triangles.
in vec4 shade; out vec4 pixel;
#if GRAIN
in vec4 along; uniform sampler2DArray grain_colour;
#endif
#if SHADOW > 0
in vec3 sun_at, sunny; uniform sampler2DShadow sun_depth;
#endif
#if WINDOWS
in vec3 frame, mirrored, through;
#endif

void main() {
  vec3 seen = shade.rgb;
#if SHADOW > 0
  vec2 edge = abs(sun_at.xy - 0.5);
  float open = texture(sun_depth, vec3(0.5 * sun_at.x, sun_at.yz));
  seen = mix(seen, sunny, max(edge.x, edge.y) < 0.49 && sun_at.z < 1.0 ? open : 1.0);
#endif
#if GRAIN
  // Both are about roots of light; what is bright already shows less of it.
  seen += seen * (1.4142136 * texture(grain_colour, along.xyz).rgb - 1.0) * ((1.0 - 0.6 * seen) * along.w);
#endif
#if WINDOWS
  Window w = window_here();
  seen = mix(seen, toned(w.tint * through + mirrored + w.lit), w.glass);
  seen = mix(seen, frame, w.frame);
#endif
  pixel = vec4(seen, shade.a);
}
