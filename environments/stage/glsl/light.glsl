// Light that falls on a surface with unit normal n, engine axes (y up, z ahead).
uniform vec3 sun_towards, sun_light, sky_light, ground_light;
uniform float fixed_light;
#if ROOM
uniform vec3 room_faces[6];
vec3 ambient(vec3 n) {
  vec3 share = n * n;
  return share.x * (n.x < 0.0 ? room_faces[1] : room_faces[0]) + share.y * (n.y < 0.0 ? room_faces[3] : room_faces[2])
       + share.z * (n.z < 0.0 ? room_faces[5] : room_faces[4]);
}
#else
vec3 ambient(vec3 n) { return mix(ground_light, sky_light, 0.5 + 0.5 * n.y); }
#endif

float luminance(vec3 light) { return dot(light, vec3(0.2126, 0.7152, 0.0722)); }

// How much of all surroundings is sent back (the fit of B. Karis, Physically Based Shading on Mobile, 2014).
vec3 sent_back(vec3 straight, float rough, float facing) {
  vec4 r = rough * vec4(-1.0, -0.0275, -0.572, 0.022) + vec4(1.0, 0.0425, 1.04, -0.04);
  float a = min(r.x * r.x, exp2(-9.28 * facing)) * r.x + r.y;
  vec2 ab = vec2(-1.04, 1.04) * a + r.zw;
  return straight * ab.x + ab.y;
}
