// How light becomes what the screen shows, the same in every eye, window and buffer.
uniform float exposure;

// A film's curve with the screen's gamma in it: nearly even up to a third, then ever slower, white at eight.
vec3 shown(vec3 light) {
  vec3 root = sqrt(max(light * exposure, 0.0));
  vec3 toned = root * (root + 0.17) / (root * (root + 0.055) + 0.325);
  float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  return min(toned, 1.0) + (noise - 0.5) / 255.0;  // noise: no bands in a calm sky
}
