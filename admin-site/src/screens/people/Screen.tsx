export const AgentsScreen = () => null;
