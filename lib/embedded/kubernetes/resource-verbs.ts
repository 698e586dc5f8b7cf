/** What can be done with every stored type, in the order discovery lists it. */
export const resourceVerbs: readonly string[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

export const subresourceVerbs: readonly string[] = ['get', 'patch', 'update'];
