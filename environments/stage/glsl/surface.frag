// The light of one surface as it is shown.
in vec4 colour; in vec3 sight, along; out vec4 pixel;
uniform vec3 haze_colour; uniform float haze_per_m;
#if GRAIN
uniform sampler2DArray grain_colour, grain_relief;
#endif
in vec4 fixed_here; in vec3 finish, normal;
#if LAMPS > 0
in vec3 place; uniform vec3 lamp_at[LAMPS], lamp_light[LAMPS];
#endif
#if SHADOW > 0
in vec3 sun_close, sun_wide;
#endif

#if GRAIN
// The normal turned by a grain's relief; the surface's directions come from how its place and grain change here.
vec3 in_relief(vec3 n, vec3 turned) {
  vec3 right = dFdx(sight), up = dFdy(sight);
  vec2 right_along = dFdx(along.xy), up_along = dFdy(along.xy);
  vec3 a = cross(up, n), b = cross(n, right);
  vec3 t = a * right_along.x + b * up_along.x, s = a * right_along.y + b * up_along.y;
  float most = max(dot(t, t), dot(s, s));
  if (most <= 0.0) return n;
  float scale = inversesqrt(most) * (dot(cross(right, up), n) < 0.0 ? -1.0 : 1.0);
  return normalize((t * turned.x + s * turned.y) * scale + n * max(turned.z, 0.1));
}
#endif

void main() {
  vec3 albedo = colour.rgb;
  float opaque = colour.a;
#if GRAIN
  vec3 drawn = texture(grain_colour, along).rgb;
  albedo *= 2.0 * drawn * drawn;
#endif
  vec3 v = -normalize(sight);
#if SHADOW > 0
  float sun = in_the_sun(sun_close, sun_wide);
#else
  float sun = 1.0;
#endif
  vec3 n = normalize(normal);
  vec3 flat_n = n;
  float rough = finish.x, metal = finish.y;
#if GRAIN
  vec4 relief = texture(grain_relief, along);
  n = in_relief(n, relief.xyz * 2.0 - 1.0);
  rough *= 2.0 * relief.a;
#endif
  vec3 bent = fwidth(n);  // what bends within a pixel gleams more widely
  rough = clamp(sqrt(rough * rough + min(2.0 * dot(bent, bent), 0.18)), 0.06, 1.0);
  float facing = max(dot(n, v), 0.0);
  vec3 straight = mix(vec3(0.04), albedo, metal), open = ambient(n);
  vec3 even = open * fixed_here.a + fixed_here.rgb;
  float reached = clamp(luminance(even) / max(luminance(open), 0.02), 0.0, 1.0);
  float sun_facing = max(dot(n, sun_towards), 0.0) * step(0.0, dot(flat_n, sun_towards)) * sun;
  vec3 light = even + sun_light * sun_facing;
  vec3 gleam = sent_back(straight, rough, facing) * surroundings(reflect(-v, n), rough) * reached;
  gleam += straight * sun_light * (sun_facing * highlight(n, v, sun_towards, rough));
  vec3 matt = albedo * (1.0 - metal);
  float glow = finish.z;
#if LAMPS > 0
  for (int i = 0; i < LAMPS; i++) {
    vec3 to = lamp_at[i] - place;
    float square = dot(to, to);
    vec3 arrives = lamp_light[i] * max(dot(n, to) * inversesqrt(square), 0.0) / max(square, 0.04);
    light += arrives;
    gleam += straight * arrives * highlight(n, v, to * inversesqrt(square), rough);
  }
#endif
#if WINDOWS
  Window w = window_here();
  vec3 mirror = normalize(reflect(-v, n) + w.tilt.x * vec3(n.z, 0.0, -n.x) + vec3(0.0, w.tilt.y, 0.0));
  float grazing = 1.0 - max(dot(n, v), 0.0), square = grazing * grazing;
  float sent = 0.07 + 0.93 * square * square * grazing;
  vec3 sky = sky_towards(mirror, 0.02), houses = 0.4 * (ground_light + below);
  vec3 seen = sent * mix(houses, sky, smoothstep(-0.06, 0.22, mirror.y));
  float glint = max(dot(mirror, sun_towards), 0.0);
  glint *= glint; glint *= glint; glint *= glint; glint *= glint; glint *= glint; glint *= glint;
  seen += sent * sun_light * (4.0 * sun) * glint;
  vec3 glazed = colour.rgb * w.tint * light + seen + w.lit;
  vec3 framed = mix(colour.rgb, vec3(0.5), 0.5) * light;
  vec3 out_light = mix(matt * (light + glow) + gleam, glazed, w.glass);
  out_light = mix(out_light, framed, w.frame);
#else
  vec3 out_light = matt * (light + glow) + gleam;
#if GLASS
  // What is mirrored hides what is behind, and is not thinned by how much the glass lets through.
  float hides = opaque + (1.0 - opaque) * min(luminance(gleam), 1.0);
  out_light = (matt * (light + glow) * opaque + gleam) / max(hides, 0.001);
  opaque = hides;
#endif
#endif
#if HAZE
  float away_m = length(sight);
  vec3 haze = haze_colour;
  float towards_sun = max(-dot(v, sun_towards), 0.0);
  haze += sun_light * (0.12 * towards_sun * towards_sun * towards_sun * towards_sun);
  out_light = mix(haze, out_light, exp(-haze_per_m * away_m));
#endif
  pixel = vec4(shown(out_light), opaque);
}
