// How light becomes what the screen shows, the same in every eye, window and buffer.
uniform float exposure;

// A film's curve with the screen's gamma in it: nearly even up to a third, then ever slower, white at eight.
vec3 toned(vec3 light) {
  vec3 root = sqrt(max(light * exposure, 0.0));
  return min(root * (root + 0.17) / (root * (root + 0.055) + 0.325), 1.0);
}
