// What a pixel shows of this light, with a little noise: no bands in a calm sky.
vec3 shown(vec3 light) {
  float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  return toned(light) + (noise - 0.5) / 255.0;
}
