export const CompanyScreen = () => null;
